-- The latest act on a leg that can still be taken back: its notice waits.
SELECT id, undo, not_before FROM casework.notice
WHERE dossier = $1 AND leg = $2 AND state = 'waiting' AND not_before > $3 AND undo IS NOT NULL
ORDER BY created_at DESC LIMIT 1
