-- The papers of people.
SELECT person, kind, number, issued_on, issued_by, expires_on
FROM population.document
WHERE person = ANY($1) AND known_to IS NULL
ORDER BY person, issued_on NULLS FIRST, id
