-- Chooses the language of a session.
UPDATE identity.session SET lang = $2 WHERE id = $1 AND ended_at IS NULL
