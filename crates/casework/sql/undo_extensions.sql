-- A new date was taken back before anybody was told.
UPDATE casework.extension SET undone_at = $3 WHERE leg = $1 AND made_at = $2 AND undone_at IS NULL
