-- Adds a belief about where a household lives.
INSERT INTO population.home
  (id, household, file_no, unit_code, unit_from, detail, as_recorded, valid_from, valid_to, known_from, act)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
