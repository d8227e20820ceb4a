-- The PDF of a result was made; made twice it is the same.
UPDATE casework.result SET pdf_hash = $2, pdf_bytes = $3 WHERE id = $1 AND pdf_hash IS NULL
