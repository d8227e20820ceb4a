-- A paper was uploaded to a draft or to a dossier.
INSERT INTO casework.paper (id, draft, dossier, field, hash, name, media, bytes, uploaded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
