-- One agency's part of a dossier.
INSERT INTO casework.leg
  (id, dossier, step, position, gate, code, agency, unit_code, role, status, waiting_for, opened_at, due_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
