-- Dossiers that a counter received or that belong to its commune, the latest first, by key.
SELECT d.id, d.code, d.procedure, d.door, d.applicant, d.status, d.submitted_at, d.due_at, d.finished_at, d.counter
FROM casework.dossier d
WHERE (d.unit_code = $1 OR d.counter = $2) AND d.status = ANY ($3::smallint[])
  AND ($4 OR d.counter = $2) AND (d.submitted_at, d.id) < ($5, $6)
ORDER BY d.submitted_at DESC, d.id DESC LIMIT $7
