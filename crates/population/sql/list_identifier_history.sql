-- Everything ever believed about the numbers of one person.
SELECT id, person, kind, value, status, confirmed, replaced_by, valid_from, valid_to, known_from, known_to, act, ended_by
FROM population.identifier
WHERE person = $1
ORDER BY known_from, id
