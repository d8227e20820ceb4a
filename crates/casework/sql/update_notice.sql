-- What came of a notice.
UPDATE casework.notice SET state = $2, attempts = attempts + 1, sent_at = $3, channel = $4, not_before = $5 WHERE id = $1
