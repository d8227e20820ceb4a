-- How many legs an agency finished since a day, and how many in time of those that were not withdrawn: what needed an
-- apology was not. A leg that never reached the agency is not its work; a withdrawal is stopped without a reason of the
-- agency's.
SELECT count(*) AS finished,
       count(*) FILTER (WHERE l.status <> 8 OR l.reason_code IS NOT NULL) AS judged,
       count(*) FILTER (WHERE (l.status <> 8 OR l.reason_code IS NOT NULL) AND l.finished_at <= l.due_at AND NOT EXISTS (
         SELECT 1 FROM casework.extension e WHERE e.leg = l.id AND e.undone_at IS NULL)) AS in_time
FROM casework.leg l WHERE l.agency = $1 AND l.finished_at >= $2 AND l.opened_at IS NOT NULL
