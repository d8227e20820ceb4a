-- Ends beliefs about where a household lives; they stay as history.
UPDATE population.home SET known_to = $3, ended_by = $4
WHERE household = $1 AND id = ANY($2) AND known_to IS NULL
