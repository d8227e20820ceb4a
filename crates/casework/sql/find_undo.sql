-- The latest act on a leg that can still be taken back: its notice waits. The leg's notices are few; OFFSET 0 keeps the
-- planner from reading every notice of the province that waits.
SELECT id, undo, not_before FROM (
  SELECT id, undo, not_before, state, created_at FROM casework.notice WHERE dossier = $1 AND leg = $2 OFFSET 0
) n
WHERE state = 'waiting' AND not_before > $3 AND undo IS NOT NULL
ORDER BY created_at DESC LIMIT 1
