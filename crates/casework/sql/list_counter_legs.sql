-- The parts of several dossiers, in order.
SELECT id, dossier, step, position, gate, code, agency, unit_code, role, status, waiting_for, verification, opened_at,
       due_at, finished_at, claimed_by, claimed_at, supplements, supplement_since, supplement_from, paused_minutes, reason_code,
       reason_words, version
FROM casework.leg WHERE dossier = ANY ($1::uuid[]) ORDER BY dossier, position
