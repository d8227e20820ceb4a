-- The numbers believed to be, or to have been, those of people.
SELECT id, person, kind, value, status, confirmed, replaced_by, valid_from, valid_to, known_from, known_to, act, ended_by
FROM population.identifier
WHERE person = ANY($1) AND known_to IS NULL
ORDER BY person, known_from, id
