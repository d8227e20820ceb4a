-- The papers of a draft go with the dossier it became.
UPDATE casework.paper SET dossier = $2 WHERE draft = $1 AND dossier IS NULL AND removed_at IS NULL
