-- Puts a result into people's vaults.
INSERT INTO casework.vault (person, result)
SELECT DISTINCT p.person, $2::uuid FROM unnest($1::uuid[]) AS p (person)
ON CONFLICT DO NOTHING
