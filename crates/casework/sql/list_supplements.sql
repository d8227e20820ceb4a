-- What the citizen was asked for in a dossier.
SELECT s.id, s.leg, s.field, s.reason_code, s.words, s.asked_at, s.answered_at
FROM casework.supplement s JOIN casework.leg l ON l.id = s.leg
WHERE l.dossier = $1 AND s.undone_at IS NULL ORDER BY s.asked_at, s.id
