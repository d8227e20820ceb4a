-- The finished legs of an agency, the latest first.
SELECT l.id, l.dossier, l.step, l.position, l.gate, l.code, l.agency, l.unit_code, l.role, l.status, l.waiting_for,
       l.verification, l.opened_at, l.due_at, l.finished_at, l.claimed_by, l.claimed_at, l.supplements,
       l.supplement_since, l.supplement_from, l.paused_minutes, l.reason_code, l.reason_words, l.version,
       d.code AS dossier_code, d.procedure, d.applicant, d.submitted_at, d.filed_late, d.subject
FROM casework.leg l JOIN casework.dossier d ON d.id = l.dossier
WHERE l.agency = $1 AND l.finished_at IS NOT NULL AND l.opened_at IS NOT NULL ORDER BY l.finished_at DESC LIMIT $2
