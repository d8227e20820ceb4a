-- Keeps what the health registry told of a birth notice, for the form to use.
UPDATE casework.draft SET notice = $3, updated_at = $4 WHERE id = $1 AND account = $2 AND submitted IS NULL
