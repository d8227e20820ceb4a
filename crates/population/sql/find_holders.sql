-- Who is or was the holder of a number. More than one holder is a thing the register must be able to show.
SELECT person, status, confirmed
FROM population.identifier
WHERE value = $1 AND kind = $2 AND known_to IS NULL
ORDER BY (status = 'active') DESC, confirmed DESC, person
