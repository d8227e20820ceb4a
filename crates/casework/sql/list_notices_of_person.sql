-- The latest notices to one person.
SELECT n.id, n.dossier, n.leg, n.person, n.kind, n.created_at, n.state, n.sent_at, n.channel, n.attempts, d.code
FROM casework.notice n JOIN casework.dossier d ON d.id = n.dossier
WHERE n.person = $1 ORDER BY n.created_at DESC LIMIT $2
