-- How many looks the trail holds.
SELECT count(*) FROM trail.access
