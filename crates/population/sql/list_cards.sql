-- Many look-ups by number at once: for the reader lanes.
SELECT i.value AS asked, i.kind, i.status, i.confirmed, i.person, p.full_name, p.birth_on, p.birth_precision, p.sex,
       p.life_end, p.life_end_on, n.value AS personal_id, r.unit_code, r.unit_from, r.detail, r.as_recorded
FROM population.identifier i
JOIN population.personal p ON p.person = i.person AND p.known_to IS NULL AND p.valid_to IS NULL
LEFT JOIN population.identifier n
  ON n.person = i.person AND n.kind = 'personal_id' AND n.status = 'active' AND n.confirmed AND n.known_to IS NULL
LEFT JOIN population.residence r
  ON r.person = i.person AND r.kind = 'permanent' AND r.known_to IS NULL AND r.valid_to IS NULL
WHERE i.value = ANY($1::text[]) AND i.known_to IS NULL
