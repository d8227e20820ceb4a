-- Who permanently resides in a household.
SELECT r.person, r.relation_to_head, r.valid_from, p.full_name, p.birth_on, p.birth_precision, p.sex,
       n.value AS personal_id
FROM population.residence r
JOIN population.personal p ON p.person = r.person AND p.known_to IS NULL AND p.valid_to IS NULL
LEFT JOIN population.identifier n
  ON n.person = r.person AND n.kind = 'personal_id' AND n.status = 'active' AND n.confirmed AND n.known_to IS NULL
WHERE r.household = $1 AND r.kind = 'permanent' AND r.known_to IS NULL AND r.valid_to IS NULL
ORDER BY p.birth_on, r.person
