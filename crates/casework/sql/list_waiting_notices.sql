-- Notices that may go out now.
SELECT n.id, n.dossier, n.leg, n.person, n.kind, n.created_at, n.state, n.sent_at, n.channel, n.attempts, d.code, d.answers
FROM casework.notice n JOIN casework.dossier d ON d.id = n.dossier
WHERE n.state = 'waiting' AND n.not_before <= $1 ORDER BY n.not_before LIMIT $2
FOR UPDATE OF n SKIP LOCKED
