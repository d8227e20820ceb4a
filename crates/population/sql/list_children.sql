-- The people whose father or mother this person is.
SELECT DISTINCT person FROM population.relation
WHERE other = $1 AND kind IN ('father', 'mother') AND known_to IS NULL AND valid_to IS NULL
