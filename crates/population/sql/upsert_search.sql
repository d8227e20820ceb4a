-- Brings the search row of a person up to date.
INSERT INTO population.search (person, folded_name, birth_year, birth_on, commune, alive)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (person) DO UPDATE SET folded_name = EXCLUDED.folded_name, birth_year = EXCLUDED.birth_year,
  birth_on = EXCLUDED.birth_on, commune = EXCLUDED.commune, alive = EXCLUDED.alive
