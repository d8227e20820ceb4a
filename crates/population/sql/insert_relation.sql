-- Adds a belief about a relative of a person.
INSERT INTO population.relation
  (id, person, kind, other, other_name, other_number, other_nationality, valid_from, valid_to, known_from, act)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
