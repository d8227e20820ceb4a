-- An attempt whose password was never looked at is no attempt.
DELETE FROM identity.attempt WHERE id = $1 AND outcome = 'pending'
