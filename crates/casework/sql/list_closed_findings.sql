-- Findings that an officer closed with a reason, the latest first.
SELECT f.id, f.kind, f.found_at, f.closed_at, f.closed_by, f.reason, h.kind AS handover_kind, h.sender, h.receiver, h.asked_at, h.answer_by, d.code
FROM casework.finding f
LEFT JOIN casework.handover h ON h.id = f.handover
LEFT JOIN casework.dossier d ON d.id = h.dossier
WHERE f.closed_by IS NOT NULL ORDER BY f.closed_at DESC, f.id DESC LIMIT $1
