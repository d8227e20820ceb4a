-- How many legs an agency finished since a day, and how many in time of those that were not withdrawn. A leg that never
-- reached the agency is not its work; a withdrawal is stopped without a reason of the agency's.
SELECT count(*) AS finished,
       count(*) FILTER (WHERE status <> 8 OR reason_code IS NOT NULL) AS judged,
       count(*) FILTER (WHERE (status <> 8 OR reason_code IS NOT NULL) AND finished_at <= due_at) AS in_time
FROM casework.leg WHERE agency = $1 AND finished_at >= $2 AND opened_at IS NOT NULL
