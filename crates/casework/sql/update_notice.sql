-- What came of a notice. What was sent or held once stays so, whoever comes late.
UPDATE casework.notice SET state = $2, attempts = attempts + 1, sent_at = $3, channel = $4, not_before = $5
WHERE id = $1 AND state = 'waiting'
