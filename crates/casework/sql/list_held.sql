-- Open legs of some communes that an officer holds, the longest held first.
SELECT l.id, d.code AS dossier_code, l.step, l.agency, l.claimed_by, l.claimed_at, l.due_at
FROM casework.leg l JOIN casework.dossier d ON d.id = l.dossier
WHERE l.claimed_by IS NOT NULL AND l.finished_at IS NULL AND l.unit_code = ANY ($1::text[])
ORDER BY l.claimed_at, l.id LIMIT $2
