-- Tells those that follow the register that everything is to be read again.
INSERT INTO population.change (person, kind, act) VALUES (NULL, 'load', $1)
