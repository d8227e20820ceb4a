-- What was done to a person, latest first.
SELECT a.id, a.kind, a.at, a.ground, a.paper
FROM population.act a
WHERE a.id IN (SELECT c.act FROM population.change c WHERE c.person = $1)
ORDER BY a.at DESC, a.id
LIMIT $2
