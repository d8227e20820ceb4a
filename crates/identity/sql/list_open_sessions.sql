-- The sessions of an account that nobody ended, the latest visit first.
SELECT id, created_at, last_seen_at, expires_at, agent_text
FROM identity.session
WHERE account = $1 AND ended_at IS NULL AND expires_at > $2 AND last_seen_at > $3
ORDER BY last_seen_at DESC, id DESC LIMIT $4
