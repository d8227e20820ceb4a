-- A paper that could not be made was made after all.
UPDATE casework.finding SET closed_at = $2 WHERE result = $1 AND kind = 'unmade' AND closed_at IS NULL
