-- A dossier was submitted.
INSERT INTO casework.dossier
  (id, code, secret_hash, procedure, definition, door, account, applicant, assisted_by, consent, agency, unit_code,
   answers, people, status, submitted_at, due_at, filed_late, submission_key, counter, notice_code, notice_twins)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
