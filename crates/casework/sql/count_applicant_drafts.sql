-- How many open drafts an account has.
SELECT count(*) AS drafts FROM casework.draft WHERE account = $1 AND submitted IS NULL
