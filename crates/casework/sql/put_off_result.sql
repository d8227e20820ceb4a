-- A PDF could not be made: counted, and tried again after a minute, two, four, at most an hour.
UPDATE casework.result
SET pdf_attempts = pdf_attempts + 1, pdf_after = $2::timestamptz + least(3600, 60 * 2 ^ least(pdf_attempts, 6)) * interval '1 second'
WHERE id = $1 AND pdf_hash IS NULL
