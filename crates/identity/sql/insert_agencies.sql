-- Enters agencies, however many.
INSERT INTO identity.agency (code, name, kind, unit_code, valid_from, valid_to, confirmed)
SELECT n.code, n.name, n.kind, n.unit_code, n.valid_from, n.valid_to, n.confirmed
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::boolean[])
  AS n (code, name, kind, unit_code, valid_from, valid_to, confirmed)
