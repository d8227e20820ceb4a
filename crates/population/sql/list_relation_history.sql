-- Everything ever believed about the relatives of one person.
SELECT id, person, kind, other, other_name, other_number, other_nationality, valid_from, valid_to, known_from, known_to,
       act, ended_by
FROM population.relation
WHERE person = $1
ORDER BY known_from, id
