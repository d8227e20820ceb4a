-- The instant of the latest act on people: the next one must be later, whatever the clock says.
SELECT max((SELECT a.at FROM population.act a WHERE a.id = c.act)) FROM population.change c WHERE c.person = ANY($1)
