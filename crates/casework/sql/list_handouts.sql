-- Which results of a dossier were handed over.
SELECT h.leg, h.receiver, h.paper, h.handed_at, h.handed_by, h.agency
FROM casework.handout h JOIN casework.leg l ON l.id = h.leg
WHERE l.dossier = $1 ORDER BY h.handed_at
