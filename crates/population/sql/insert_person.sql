-- Makes the anchor of a new person.
INSERT INTO population.person (id, act) VALUES ($1, $2)
