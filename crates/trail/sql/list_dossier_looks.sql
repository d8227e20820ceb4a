-- Who opened one dossier: each request once, whomever of the family it showed, the latest first.
SELECT request, min(at) AS at, actor_kind, account, viewer, agency, task, purpose FROM trail.access
WHERE dossier = $1
GROUP BY request, actor_kind, account, viewer, agency, task, purpose
ORDER BY min(at) DESC, request DESC LIMIT $2
