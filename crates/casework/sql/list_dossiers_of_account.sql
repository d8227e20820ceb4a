-- The dossiers an account filed or is the applicant of, the latest first, by key.
SELECT id, code, procedure, status, submitted_at, due_at, finished_at FROM casework.dossier
WHERE (account = $1 OR applicant = $2) AND (submitted_at, id) < ($3, $4)
ORDER BY submitted_at DESC, id DESC LIMIT $5
