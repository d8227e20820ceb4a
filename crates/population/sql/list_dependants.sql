-- The people whose father, mother or guardian this person is.
SELECT person, bool_or(kind IN ('father', 'mother')) AS is_child
FROM population.relation
WHERE other = $1 AND kind IN ('father', 'mother', 'guardian') AND known_to IS NULL AND valid_to IS NULL
GROUP BY person
