-- Results whose PDF has not been made yet.
SELECT id FROM casework.result WHERE pdf_hash IS NULL ORDER BY issued_at LIMIT $1
