-- Adds a belief about a number of a person.
INSERT INTO population.identifier
  (id, person, kind, value, status, confirmed, replaced_by, valid_from, valid_to, known_from, act)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
