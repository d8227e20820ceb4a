-- The agencies of a day.
SELECT code, name, kind, unit_code, valid_from, valid_to, confirmed
FROM identity.agency
WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1)
ORDER BY unit_code, kind, code
