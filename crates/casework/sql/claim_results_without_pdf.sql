-- Results whose PDF has not been made yet and whose next attempt is due, kept from every other printer until the lease ends;
-- those that never failed first.
WITH due AS (
  SELECT id FROM casework.result WHERE pdf_hash IS NULL AND (pdf_after IS NULL OR pdf_after <= $1)
  ORDER BY pdf_attempts, issued_at LIMIT $2 FOR UPDATE SKIP LOCKED
)
UPDATE casework.result r SET pdf_after = $3 FROM due WHERE r.id = due.id RETURNING r.id
