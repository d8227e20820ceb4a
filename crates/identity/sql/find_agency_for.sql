-- The agency of a kind that answers for a commune on a day; the territory's constraint allows one.
SELECT a.code, a.name, a.kind, a.unit_code, a.valid_from, a.valid_to, a.confirmed
FROM identity.agency_territory AS t JOIN identity.agency AS a ON a.code = t.agency
WHERE t.kind = $1 AND t.unit_code = $2 AND t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
