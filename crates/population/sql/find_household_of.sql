-- The household in which a person permanently resides; a row without one for whoever lives in none.
SELECT r.household
FROM population.person p
LEFT JOIN population.residence r
  ON r.person = p.id AND r.kind = 'permanent' AND r.known_to IS NULL AND r.valid_to IS NULL
WHERE p.id = $1
