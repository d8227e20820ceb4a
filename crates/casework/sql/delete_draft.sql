-- Throws a draft away at its owner's wish.
DELETE FROM casework.draft WHERE id = $1 AND account = $2 AND submitted IS NULL
