-- Which of these personal numbers somebody in the register holds for certain.
SELECT DISTINCT value FROM population.identifier
WHERE value = ANY($1::text[]) AND kind = 'personal_id' AND status = 'active' AND confirmed AND known_to IS NULL
