-- The counters above a one-stop counter's list.
SELECT count(*) FILTER (WHERE status = 1) AS fresh,
       count(*) FILTER (WHERE status IN (2, 4, 6, 7)) AS working,
       count(*) FILTER (WHERE status = 5) AS supplement,
       count(*) FILTER (WHERE status = 9) AS ready,
       count(*) FILTER (WHERE counter = $2) AS here,
       count(*) AS every
FROM casework.dossier WHERE unit_code = $1 OR counter = $2
