-- Results whose PDF has not been made yet and whose next attempt is due; those that never failed first.
SELECT id FROM casework.result WHERE pdf_hash IS NULL AND (pdf_after IS NULL OR pdf_after <= $1)
ORDER BY pdf_attempts, issued_at LIMIT $2
