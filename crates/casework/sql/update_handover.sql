-- What came of a hand-over.
UPDATE casework.handover SET state = $2, attempts = $3, next_attempt_at = $4, last_problem = $5, answered_at = $6,
  answer_hash = $7, answers_seen = $8, diverged = $9
WHERE id = $1
