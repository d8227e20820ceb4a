-- Messages of a kind whose next attempt is due.
SELECT id FROM casework.handover
WHERE state = 'asked' AND next_attempt_at <= $1 AND kind = $3 ORDER BY next_attempt_at LIMIT $2
