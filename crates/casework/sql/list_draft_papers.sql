-- The papers of a draft.
SELECT id, field, hash, name, media, bytes, uploaded_at FROM casework.paper
WHERE draft = $1 AND removed_at IS NULL ORDER BY uploaded_at, id
