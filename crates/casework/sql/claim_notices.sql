-- Notices that may go out now, kept from every other sender until the lease ends.
WITH due AS (
  SELECT id FROM casework.notice WHERE state = 'waiting' AND not_before <= $1
  ORDER BY not_before LIMIT $2 FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE casework.notice n SET not_before = $3 FROM due WHERE n.id = due.id RETURNING n.*
)
SELECT n.id, n.dossier, n.leg, n.person, n.kind, n.created_at, n.state, n.sent_at, n.channel, n.attempts, d.code, d.answers
FROM claimed n JOIN casework.dossier d ON d.id = n.dossier ORDER BY n.created_at
