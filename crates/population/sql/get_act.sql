-- An act that may be taken back, and whom it touched.
SELECT a.kind, array_remove(array_agg(c.person ORDER BY c.person), NULL) AS people
FROM population.act a
LEFT JOIN population.change c ON c.act = a.id
WHERE a.id = $1
GROUP BY a.kind
