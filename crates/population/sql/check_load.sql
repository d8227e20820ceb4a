-- Counts what a bulk load must not leave behind: people without facts, and open residences over closed ones.
SELECT
  (SELECT count(*) FROM population.person) - (SELECT count(*) FROM population.personal) AS without_facts,
  (SELECT count(*) FROM population.residence o
   JOIN population.residence c ON c.person = o.person AND c.kind = 'permanent' AND c.valid_to IS NOT NULL
   WHERE o.kind = 'permanent' AND o.valid_to IS NULL
     AND (o.valid_from IS NULL OR c.valid_to > o.valid_from)) AS overlapping
