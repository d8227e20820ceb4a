-- Questions for a number that the national register has in its books, or that were asked within a span.
SELECT id, state, attempts, asked_at, answer_hash FROM casework.handover
WHERE kind = 'number' AND (id = ANY($1) OR (asked_at >= $2 AND asked_at < $3))
ORDER BY id
