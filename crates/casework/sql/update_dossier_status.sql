-- The dossier's status and promise follow its legs.
UPDATE casework.dossier SET status = $2, finished_at = $3, due_at = $4 WHERE id = $1
