-- Who left the communes of an agency, as far as it has not taken note.
SELECT h.id, h.asked_at, h.answer_by, h.dossier, r.holder, r.content, d.code, d.people
FROM casework.handover h
JOIN casework.dossier d ON d.id = h.dossier
CROSS JOIN LATERAL (SELECT x.holder, x.content FROM casework.result x WHERE x.leg = h.leg ORDER BY x.version DESC LIMIT 1) r
WHERE h.receiver = $1 AND h.state = 'asked' AND h.kind LIKE 'departure/%'
ORDER BY h.asked_at, h.id LIMIT $2
