-- Moves a leg on, if nobody moved it meanwhile.
UPDATE casework.leg SET
  status = $3, waiting_for = $4, verification = $5, opened_at = $6, due_at = $7, finished_at = $8, claimed_by = $9,
  claimed_at = $10, supplements = $11, supplement_since = $12, paused_minutes = $13, reason_code = $14,
  reason_words = $15, supplement_from = $16, version = version + 1
WHERE id = $1 AND version = $2
