-- The relatives of people as now believed.
SELECT person, kind, other, other_name, other_number, other_nationality
FROM population.relation
WHERE person = ANY($1) AND known_to IS NULL AND valid_to IS NULL
ORDER BY person, kind, id
