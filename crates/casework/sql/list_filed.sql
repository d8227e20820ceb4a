-- Dossiers in the order of their ids, with the key each was sent under and how much came into being with it.
SELECT d.id, d.code, d.submission_key, f.id AS draft,
       (SELECT count(*) FROM casework.paper p WHERE p.dossier = d.id AND p.removed_at IS NULL) AS papers,
       (SELECT count(*) FROM casework.paper p WHERE p.draft = f.id AND p.dossier IS NULL AND p.removed_at IS NULL) AS papers_left,
       (SELECT count(*) FROM casework.leg l WHERE l.dossier = d.id AND l.opened_at IS NOT NULL) AS legs_open,
       (SELECT count(*) FROM casework.handover h WHERE h.dossier = d.id AND h.kind = 'leg') AS handovers,
       (SELECT count(*) FROM casework.event e WHERE e.dossier = d.id AND e.kind = 'submitted') AS events,
       (SELECT count(*) FROM casework.notice n WHERE n.dossier = d.id AND n.kind = 'submitted') AS notices
FROM casework.dossier d LEFT JOIN casework.draft f ON f.submitted = d.id
WHERE d.id > $1 ORDER BY d.id LIMIT $2
