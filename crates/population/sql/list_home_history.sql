-- Everything ever believed about where one household lives.
SELECT id, household, file_no, unit_code, unit_from, detail, as_recorded, valid_from, valid_to, known_from, known_to,
       act, ended_by
FROM population.home
WHERE household = $1
ORDER BY known_from, id
