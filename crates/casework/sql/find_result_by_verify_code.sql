-- A result by the code in its QR, and whether a later version replaced it.
SELECT r.kind, r.number, r.content, r.issued_at, r.agency, r.revoked_at,
       EXISTS (SELECT 1 FROM casework.result n WHERE n.replaces = r.id) AS replaced
FROM casework.result r WHERE r.verify_code = $1
