-- The dossier's status follows its legs.
UPDATE casework.dossier SET status = $2, finished_at = $3 WHERE id = $1
