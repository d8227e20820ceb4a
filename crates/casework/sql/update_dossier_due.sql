-- The promise for the whole dossier moves with its latest part.
UPDATE casework.dossier SET due_at = $2 WHERE id = $1
