-- Moves an account from one state to another; no row when it is not in the first.
UPDATE identity.account SET status = $3, lock_reason = $4, status_since = $5 WHERE id = $1 AND status = $2
