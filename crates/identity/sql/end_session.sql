-- Ends one session of an account.
UPDATE identity.session SET ended_at = $3 WHERE id = $1 AND account = $2 AND ended_at IS NULL
