-- The session behind a browser's token, with the account and the roles it holds on the day; once a request.
SELECT s.id, s.account, s.csrf, s.last_seen_at, s.expires_at, s.lang, s.acting_agency, s.acting_unit,
  a.kind, a.person, a.display_name,
  coalesce(h.agencies, '{}') AS agencies, coalesce(h.names, '{}') AS names,
  coalesce(h.units, '{}') AS units, coalesce(h.roles, '{}') AS roles
FROM identity.session AS s
JOIN identity.account AS a ON a.id = s.account
LEFT JOIN LATERAL (
  SELECT array_agg(g.agency ORDER BY g.agency, g.unit_code, g.role) AS agencies,
    array_agg(c.name ORDER BY g.agency, g.unit_code, g.role) AS names,
    array_agg(g.unit_code ORDER BY g.agency, g.unit_code, g.role) AS units,
    array_agg(g.role ORDER BY g.agency, g.unit_code, g.role) AS roles
  FROM identity.role_grant AS g JOIN identity.agency AS c ON c.code = g.agency
  WHERE g.account = a.id AND a.kind <> 'citizen'
    AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2)
    AND c.valid_from <= $2 AND (c.valid_to IS NULL OR c.valid_to > $2)) AS h ON true
WHERE s.token_hash = $1 AND s.ended_at IS NULL AND a.status = 'active'
