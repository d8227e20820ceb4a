-- Makes the anchor of a new household.
INSERT INTO population.household (id, act) VALUES ($1, $2)
