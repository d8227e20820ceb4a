-- Files that a paper or a result names, in the order of their hashes.
SELECT hash FROM (
  SELECT p.hash FROM casework.paper p WHERE p.removed_at IS NULL
  UNION SELECT r.pdf_hash FROM casework.result r WHERE r.pdf_hash IS NOT NULL
) AS named (hash)
WHERE hash > $1 ORDER BY hash LIMIT $2
