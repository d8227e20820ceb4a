-- The names of people as now believed.
SELECT person, full_name FROM population.personal WHERE person = ANY($1) AND known_to IS NULL AND valid_to IS NULL
