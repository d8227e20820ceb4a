-- The new dates of a dossier's parts, in order.
SELECT e.leg, e.words, e.due_before, e.due_after, e.made_at, e.made_by
FROM casework.extension e JOIN casework.leg l ON l.id = e.leg
WHERE l.dossier = $1 AND e.undone_at IS NULL ORDER BY e.made_at
