-- What a person is asked to agree to in VNeID, of dossiers that are still open.
SELECT c.id, c.dossier, c.who, c.person, c.way, c.article, c.state, c.stated_at, c.answered_at
FROM casework.consent c JOIN casework.dossier d ON d.id = c.dossier
WHERE c.person = $1 AND c.way = 'vneid' AND c.state = 'stated' AND d.finished_at IS NULL
ORDER BY c.stated_at, c.id LIMIT 50
