-- Who of one commune has a folded name in a range.
SELECT person FROM population.search
WHERE commune = $1 AND folded_name >= $2 AND folded_name < $3
ORDER BY commune, folded_name
LIMIT $4
