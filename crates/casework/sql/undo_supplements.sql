-- A request was taken back before anybody was told.
UPDATE casework.supplement SET undone_at = $3 WHERE leg = $1 AND asked_at = $2 AND undone_at IS NULL
