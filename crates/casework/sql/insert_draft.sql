-- Begins a draft.
INSERT INTO casework.draft (id, account, applicant, procedure, definition, door, agency, consent, answers, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
