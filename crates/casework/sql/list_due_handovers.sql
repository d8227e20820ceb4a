-- Messages whose next attempt is due.
SELECT id FROM casework.handover
WHERE state = 'asked' AND next_attempt_at <= $1 ORDER BY next_attempt_at LIMIT $2
