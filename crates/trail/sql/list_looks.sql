-- Who looked at one person, the latest first, by key.
SELECT id, at, actor_kind, viewer, agency, task, purpose, ground, dossier, fields FROM trail.access
WHERE person = $1 AND (at, id) < ($2, $3)
ORDER BY at DESC, id DESC LIMIT $4
