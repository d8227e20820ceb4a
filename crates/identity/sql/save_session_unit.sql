-- Chooses the unit a session acts for; no row when no role is held there on the day.
UPDATE identity.session AS s SET acting_agency = $2, acting_unit = $3
WHERE s.id = $1 AND s.ended_at IS NULL AND EXISTS (
  SELECT FROM identity.role_grant AS g JOIN identity.agency AS c ON c.code = g.agency
  WHERE g.account = s.account AND g.agency = $2 AND g.unit_code = $3
    AND g.valid_from <= $4 AND (g.valid_to IS NULL OR g.valid_to > $4)
    AND c.valid_from <= $4 AND (c.valid_to IS NULL OR c.valid_to > $4))
