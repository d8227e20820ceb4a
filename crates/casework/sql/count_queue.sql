-- The counters above an agency's queue.
SELECT
  count(*) FILTER (WHERE status = 1) AS fresh,
  count(*) FILTER (WHERE status IN (2, 4, 6, 7)) AS working,
  count(*) FILTER (WHERE status = 5) AS supplement,
  count(*) FILTER (WHERE status <> 5 AND due_at >= $2 AND due_at < $3) AS soon,
  count(*) FILTER (WHERE status <> 5 AND due_at < $2) AS overdue,
  count(*) AS every
FROM casework.leg WHERE agency = $1 AND opened_at IS NOT NULL AND finished_at IS NULL
