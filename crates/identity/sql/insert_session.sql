-- Begins a session of an account that is active at this moment; no row when it is not.
INSERT INTO identity.session (id, token_hash, account, csrf, created_at, last_seen_at, expires_at, agent_text, lang)
SELECT $1, $2, a.id, $4, $5, $5, $6, $7, $8 FROM identity.account AS a WHERE a.id = $3 AND a.status = 'active'
