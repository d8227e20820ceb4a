-- Residences of people that go on.
SELECT id, spell, person, kind, household, relation_to_head, unit_code, unit_from, detail, as_recorded, planned_to, reason,
       removal_ground, valid_from, valid_to, known_from, known_to, act, ended_by
FROM population.residence
WHERE person = ANY($1) AND known_to IS NULL AND valid_to IS NULL
ORDER BY person, valid_from NULLS FIRST, id
