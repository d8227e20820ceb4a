-- An attempt broke off before it was asked: counted, and tried again after a minute, two, four, at most an hour.
UPDATE casework.handover
SET attempts = attempts + 1, next_attempt_at = $2::timestamptz + least(3600, 60 * 2 ^ least(attempts, 6)) * interval '1 second'
WHERE id = $1 AND state = 'asked'
