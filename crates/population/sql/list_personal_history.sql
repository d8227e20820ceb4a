-- Everything ever believed about the facts of one person.
SELECT id, person, full_name, other_names, birth_on, birth_precision, sex, birth_place, birth_place_unit, birth_registered_at,
       birth_registered_unit, origin_place, origin_unit, ethnicity, religion, nationalities, blood_group, marital_status,
       mobile, email, occupation, life_end, life_end_on, valid_from, valid_to, known_from, known_to, act, ended_by
FROM population.personal
WHERE person = $1
ORDER BY known_from, valid_from NULLS FIRST
