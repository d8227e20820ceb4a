-- A paper that could not be made so often is found, once.
INSERT INTO casework.finding (result, kind, found_at)
SELECT r.id, 'unmade', $2 FROM casework.result r WHERE r.id = $1 AND r.pdf_hash IS NULL AND r.pdf_attempts >= $3
ON CONFLICT ON CONSTRAINT finding_paper_once DO NOTHING
