-- The results in a person's vault that nothing has replaced.
SELECT r.id, r.leg, r.dossier, r.kind, r.number, r.version, r.holder, r.content, r.verify_code, r.issued_at, r.agency, r.issued_by,
       r.pdf_hash, r.pdf_bytes, r.revoked_at, d.code AS dossier_code
FROM casework.vault v
JOIN casework.result r ON r.id = v.result
JOIN casework.dossier d ON d.id = r.dossier
WHERE v.person = $1 AND NOT EXISTS (SELECT 1 FROM casework.result n WHERE n.replaces = r.id)
ORDER BY r.issued_at DESC LIMIT 200
