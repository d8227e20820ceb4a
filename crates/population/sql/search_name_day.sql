-- Whose folded name lies in a range and who was born on one day.
SELECT person FROM population.search
WHERE birth_on = $3 AND folded_name >= $1 AND folded_name < $2
ORDER BY birth_on, folded_name
LIMIT $4
