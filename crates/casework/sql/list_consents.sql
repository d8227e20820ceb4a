-- The agreements that a dossier needs.
SELECT id, dossier, who, person, way, article, state, stated_at, answered_at
FROM casework.consent WHERE dossier = $1 ORDER BY who
