-- Everything ever believed about the residences of one person.
SELECT id, spell, person, kind, household, relation_to_head, unit_code, unit_from, detail, as_recorded, planned_to, reason,
       removal_ground, valid_from, valid_to, known_from, known_to, act, ended_by
FROM population.residence
WHERE person = $1
ORDER BY known_from, valid_from NULLS FIRST
