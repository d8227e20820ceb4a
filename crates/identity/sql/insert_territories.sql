-- Enters the communes agencies answer for, through each agency's whole validity.
INSERT INTO identity.agency_territory (agency, kind, unit_code, valid_from, valid_to)
SELECT a.code, a.kind, n.unit_code, a.valid_from, a.valid_to
FROM unnest($1::text[], $2::text[]) AS n (agency, unit_code) JOIN identity.agency AS a ON a.code = n.agency
