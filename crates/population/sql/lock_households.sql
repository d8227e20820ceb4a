-- Locks households by id, in one order.
SELECT id FROM population.household WHERE id = ANY($1) ORDER BY id FOR UPDATE
