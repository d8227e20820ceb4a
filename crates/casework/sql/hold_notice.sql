-- Keeps a notice back that has not gone out.
UPDATE casework.notice SET state = 'held' WHERE id = $1 AND state = 'waiting'
