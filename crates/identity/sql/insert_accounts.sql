-- Enters accounts, however many.
INSERT INTO identity.account (id, kind, username, person, display_name, level, status, status_since, created_at)
SELECT n.id, n.kind, n.username, n.person, n.display_name, n.level, 'active', $7, $7
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::smallint[])
  AS n (id, kind, username, person, display_name, level)
