-- The definitions that open drafts and dossiers run under: one step along the index for each.
WITH RECURSIVE filed AS (
  (SELECT definition FROM casework.dossier ORDER BY definition LIMIT 1)
  UNION ALL
  SELECT (SELECT d.definition FROM casework.dossier d WHERE d.definition > f.definition ORDER BY d.definition LIMIT 1)
  FROM filed f WHERE f.definition IS NOT NULL
), begun AS (
  (SELECT definition FROM casework.draft WHERE submitted IS NULL ORDER BY definition LIMIT 1)
  UNION ALL
  SELECT (SELECT d.definition FROM casework.draft d WHERE d.submitted IS NULL AND d.definition > b.definition
          ORDER BY d.definition LIMIT 1)
  FROM begun b WHERE b.definition IS NOT NULL
)
SELECT definition FROM filed WHERE definition IS NOT NULL
UNION
SELECT definition FROM begun WHERE definition IS NOT NULL
