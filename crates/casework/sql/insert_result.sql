-- A result is issued.
INSERT INTO casework.result
  (id, leg, dossier, kind, number, version, replaces, holder, content, verify_code, issued_at, issued_by, agency)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
