-- Legs of an agency that wait for a number, and gates whose question for it was refused or is overdue. Two
-- looks, each by its own index.
SELECT l.id, l.dossier, l.step, l.position, l.gate, l.code, l.agency, l.unit_code, l.role, l.status, l.waiting_for,
       l.verification, l.opened_at, l.due_at, l.finished_at, l.claimed_by, l.claimed_at, l.supplements,
       l.supplement_since, l.supplement_from, l.paused_minutes, l.reason_code, l.reason_words, l.version,
       d.code AS dossier_code, d.procedure, d.applicant, d.submitted_at, d.filed_late, d.subject
FROM (
  SELECT l.id FROM casework.leg l
  WHERE l.agency = $1 AND l.opened_at IS NOT NULL AND l.finished_at IS NULL AND l.waiting_for = 'number'
  UNION
  SELECT l.id FROM casework.handover h JOIN casework.leg l ON l.id = h.leg
  WHERE h.kind = 'number' AND h.state IN ('asked', 'refused') AND (h.state = 'refused' OR h.answer_by < $2)
    AND l.agency = $1 AND l.opened_at IS NOT NULL) AS waiting
JOIN casework.leg l ON l.id = waiting.id
JOIN casework.dossier d ON d.id = l.dossier
ORDER BY l.due_at, l.id LIMIT $3
