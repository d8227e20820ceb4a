-- Keeps what was entered on one page of a draft.
UPDATE casework.draft SET answers = $3, page = $4, revision = revision + 1, updated_at = $5
WHERE id = $1 AND account = $2 AND submitted IS NULL
