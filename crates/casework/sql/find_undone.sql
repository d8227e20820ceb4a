-- Whether an act of a leg was taken back under its key: its notice is held, and the journal says so since. The leg's notices
-- are few; OFFSET 0 keeps the planner to them.
SELECT count(*) > 0 AS undone FROM (
  SELECT state, undo, created_at FROM casework.notice WHERE dossier = $1 AND leg = $2 OFFSET 0
) n
WHERE n.state = 'held' AND n.undo = $3
  AND EXISTS (SELECT FROM casework.event e WHERE e.dossier = $1 AND e.leg = $2 AND e.kind = 'undone' AND e.at >= n.created_at)
