-- Who of one commune has a folded name in a range and was born on one of some days.
SELECT person FROM population.search
WHERE commune = $1 AND folded_name >= $2 AND folded_name < $3 AND birth_on BETWEEN $4 AND $5
ORDER BY commune, folded_name
LIMIT $6
