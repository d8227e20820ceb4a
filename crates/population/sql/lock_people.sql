-- Locks people by id, in one order, so that two acts on a family never wait for each other in a circle.
SELECT id FROM population.person WHERE id = ANY($1) ORDER BY id FOR UPDATE
