-- Somebody who lives in a household, with numbers of others, to explain the hot statements by.
SELECT s.person::text AS person, r.household::text AS household, s.folded_name, s.birth_year::text AS birth_year,
       s.birth_on::text AS birth_on, s.commune,
       (SELECT value FROM population.identifier i WHERE i.person = s.person AND i.kind = 'personal_id' AND i.known_to IS NULL LIMIT 1) AS number,
       (SELECT '{' || string_agg(n.value, ',') || '}'
        FROM (SELECT value FROM population.identifier WHERE person >= s.person ORDER BY person, id LIMIT 16) n) AS numbers,
       (SELECT '{' || string_agg(n.person::text, ',') || '}'
        FROM (SELECT person FROM population.search WHERE person >= s.person ORDER BY person LIMIT 8) n) AS people
FROM population.search s
JOIN population.residence r ON r.person = s.person AND r.household IS NOT NULL AND r.known_to IS NULL AND r.valid_to IS NULL
WHERE s.commune IS NOT NULL
ORDER BY s.person OFFSET 100 LIMIT 1
