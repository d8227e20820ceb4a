-- Whose folded name lies in a range and who was born in one of some years; nearest in the alphabet first.
SELECT person FROM population.search
WHERE folded_name >= $1 AND folded_name < $2 AND birth_year = $3 AND birth_on BETWEEN $4 AND $5
ORDER BY folded_name, birth_year
LIMIT $6
