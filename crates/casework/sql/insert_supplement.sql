-- One thing the citizen is asked to mend.
INSERT INTO casework.supplement (id, leg, field, reason_code, words, asked_at, asked_by)
VALUES ($1, $2, $3, $4, $5, $6, $7)
