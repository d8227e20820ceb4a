-- A result is issued under the next number of its counter, or as a new version under the number it has, and lies in
-- people's vaults. The counter's row stays locked until the transaction ends, so its numbers have no holes.
WITH numbered AS (
  INSERT INTO casework.sequence AS s (name, last) SELECT $1::text, 1 WHERE $1::text IS NOT NULL
  ON CONFLICT (name) DO UPDATE SET last = s.last + 1
  RETURNING last
), issued AS (
  INSERT INTO casework.result
    (id, leg, dossier, kind, number, version, replaces, holder, content, verify_code, issued_at, issued_by, agency)
  SELECT $2, $3, $4, $5, COALESCE((SELECT last || '/' FROM numbered), '') || $6::text, $7, $8, $9, $10, $11, $12, $13, $14
  RETURNING id
)
INSERT INTO casework.vault (person, result)
SELECT DISTINCT p.person, issued.id FROM issued, unnest($15::uuid[]) AS p (person)
