-- Adds a paper that was issued to a person.
INSERT INTO population.document (id, person, kind, number, issued_on, issued_by, expires_on, known_from, act)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
