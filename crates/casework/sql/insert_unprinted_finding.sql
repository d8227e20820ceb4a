-- A paper was made without characters that no font prints: found once.
INSERT INTO casework.finding (result, kind, found_at) VALUES ($1, 'unprinted', $2)
ON CONFLICT ON CONSTRAINT finding_paper_once DO NOTHING
