-- What happened to a dossier, in order.
SELECT id, leg, at, actor_kind, account, agency, kind, status, words
FROM casework.event WHERE dossier = $1 ORDER BY id
