-- Ends beliefs of the table `personal`; they stay as history.
UPDATE population.personal SET known_to = $3, ended_by = $4
WHERE person = $1 AND id = ANY($2) AND known_to IS NULL
