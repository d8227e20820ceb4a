-- The drafts of an account that were not submitted, the latest first.
SELECT id, procedure, page, updated_at FROM casework.draft
WHERE account = $1 AND submitted IS NULL ORDER BY updated_at DESC LIMIT 50
