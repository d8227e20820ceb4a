-- A result by its id.
SELECT r.id, r.leg, r.dossier, r.kind, r.number, r.version, r.holder, r.content, r.verify_code, r.issued_at, r.agency, r.issued_by,
       r.pdf_hash, r.pdf_bytes, r.revoked_at, d.code AS dossier_code
FROM casework.result r JOIN casework.dossier d ON d.id = r.dossier WHERE r.id = $1
