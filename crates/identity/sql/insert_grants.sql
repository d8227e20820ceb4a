-- Grants roles, however many.
INSERT INTO identity.role_grant (id, account, agency, unit_code, role, valid_from, valid_to, granted_by, granted_at)
SELECT n.id, n.account, n.agency, n.unit_code, n.role, n.valid_from, n.valid_to, $8, $9
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[])
  AS n (id, account, agency, unit_code, role, valid_from, valid_to)
