-- The instant of the latest act on people: the next one must be later, whatever the clock says.
SELECT max(a.at) FROM population.change c JOIN population.act a ON a.id = c.act WHERE c.person = ANY($1)
