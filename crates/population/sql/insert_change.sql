-- Tells those that follow the register what changed.
INSERT INTO population.change (person, kind, act) VALUES ($1, $2, $3)
