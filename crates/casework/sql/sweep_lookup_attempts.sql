-- Forgets look-ups that are too old to count.
DELETE FROM casework.lookup_attempt WHERE at < $1
