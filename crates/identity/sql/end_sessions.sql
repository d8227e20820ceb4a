-- Ends the sessions of an account, all or all but one.
UPDATE identity.session SET ended_at = $3
WHERE account = $1 AND ended_at IS NULL AND ($2::uuid IS NULL OR id <> $2)
