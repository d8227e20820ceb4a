-- What a list of search results shows, in the order of the search.
SELECT p.person, p.full_name, p.birth_on, p.birth_precision, p.sex, p.life_end, p.life_end_on,
       n.value AS personal_id, r.unit_code, r.unit_from, r.detail, r.as_recorded
FROM unnest($1::uuid[]) WITH ORDINALITY AS w (person, position)
JOIN population.personal p ON p.person = w.person AND p.known_to IS NULL AND p.valid_to IS NULL
LEFT JOIN population.identifier n
  ON n.person = w.person AND n.kind = 'personal_id' AND n.status = 'active' AND n.confirmed AND n.known_to IS NULL
LEFT JOIN population.residence r
  ON r.person = w.person AND r.kind = 'permanent' AND r.known_to IS NULL AND r.valid_to IS NULL
ORDER BY w.position
