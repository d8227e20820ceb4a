-- Whether a person holds a result of a kind that still stands.
SELECT EXISTS (SELECT 1 FROM casework.result WHERE holder = $1 AND kind = $2 AND revoked_at IS NULL) AS found
