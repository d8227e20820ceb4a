-- Ends beliefs of the table `residence`; they stay as history.
UPDATE population.residence SET known_to = $3, ended_by = $4
WHERE person = $1 AND id = ANY($2) AND known_to IS NULL
