-- Adds a belief about the facts of a person.
INSERT INTO population.personal
  (id, person, full_name, surname, middle_name, given_name, other_names, birth_on, birth_precision, sex,
   birth_place, birth_place_unit, birth_registered_at, birth_registered_unit, origin_place, origin_unit,
   ethnicity, religion, nationalities, blood_group, marital_status, mobile, email, occupation, life_end, life_end_on,
   valid_from, valid_to, known_from, act)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
        $25, $26, $27, $28, $29, $30)
