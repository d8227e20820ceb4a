-- Adds a belief about a residence of a person.
INSERT INTO population.residence
  (id, spell, person, kind, household, relation_to_head, unit_code, unit_from, detail, as_recorded, planned_to, reason,
   removal_ground, removal_paper, valid_from, valid_to, known_from, act)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
