-- Findings that an officer closed with a reason, the latest first. One about a paper shows who issued it and when.
SELECT f.id, f.kind, f.found_at, f.closed_at, f.closed_by, f.reason, COALESCE(h.kind, CASE WHEN r.id IS NOT NULL THEN 'paper' END) AS handover_kind,
       COALESCE(h.sender, r.agency) AS sender, COALESCE(h.receiver, r.agency) AS receiver,
       COALESCE(h.asked_at, r.issued_at) AS asked_at, COALESCE(h.answer_by, r.issued_at) AS answer_by, d.code
FROM casework.finding f
LEFT JOIN casework.handover h ON h.id = f.handover
LEFT JOIN casework.result r ON r.id = f.result
LEFT JOIN casework.dossier d ON d.id = COALESCE(h.dossier, r.dossier)
WHERE f.closed_by IS NOT NULL ORDER BY f.closed_at DESC, f.id DESC LIMIT $1
