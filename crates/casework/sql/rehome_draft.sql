-- A draft goes on under the version that took the place of its own.
UPDATE casework.draft SET procedure = $3, definition = $4, answers = $5, moved = $6, revision = revision + 1, updated_at = $7
WHERE id = $1 AND account = $2 AND submitted IS NULL
