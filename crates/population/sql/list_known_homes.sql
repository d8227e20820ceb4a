-- The households that have these residence-file numbers today, where they live, and whether they have a head.
SELECT h.file_no, h.household, h.unit_code, h.unit_from, h.detail, h.as_recorded,
  EXISTS (SELECT 1 FROM population.residence r
          WHERE r.household = h.household AND r.known_to IS NULL AND r.valid_to IS NULL
            AND r.kind = 'permanent' AND r.relation_to_head = 'head') AS has_head
FROM population.home h
WHERE h.file_no = ANY($1::text[]) AND h.known_to IS NULL AND h.valid_to IS NULL
