-- The papers of a dossier.
SELECT id, field, hash, name, media, bytes, uploaded_at FROM casework.paper
WHERE dossier = $1 AND removed_at IS NULL ORDER BY uploaded_at, id
