-- The citizen answered everything a leg had asked for.
UPDATE casework.supplement SET answered_at = $2 WHERE leg = $1 AND answered_at IS NULL AND undone_at IS NULL
