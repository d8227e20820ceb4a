-- How many legs an agency finished since a day, and how many of them in time.
SELECT count(*) AS finished, count(*) FILTER (WHERE finished_at <= due_at) AS in_time
FROM casework.leg WHERE agency = $1 AND finished_at >= $2
