-- How many legs an agency finished since a day, and how many of them in time: what needed an apology was not.
SELECT count(*) AS finished,
       count(*) FILTER (WHERE l.finished_at <= l.due_at AND NOT EXISTS (
         SELECT 1 FROM casework.extension e WHERE e.leg = l.id AND e.undone_at IS NULL)) AS in_time
FROM casework.leg l WHERE l.agency = $1 AND l.finished_at >= $2
