-- The latest notices, for the demonstration's outbox page.
SELECT n.id, n.dossier, n.leg, n.person, n.kind, n.created_at, n.state, n.sent_at, n.channel, n.attempts, d.code
FROM casework.notice n JOIN casework.dossier d ON d.id = n.dossier
ORDER BY n.created_at DESC LIMIT $1
