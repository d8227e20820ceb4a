-- An officer closes a finding, and says why.
UPDATE casework.finding SET closed_at = $2, closed_by = $3, reason = $4 WHERE id = $1 AND closed_at IS NULL
