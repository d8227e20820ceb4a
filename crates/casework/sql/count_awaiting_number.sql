-- How many legs of an agency wait for a number, or for an officer to enter one. Two looks, each by its own index.
SELECT count(*) AS awaiting_number FROM (
  SELECT l.id FROM casework.leg l
  WHERE l.agency = $1 AND l.opened_at IS NOT NULL AND l.finished_at IS NULL AND l.waiting_for = 'number'
  UNION
  SELECT l.id FROM casework.handover h JOIN casework.leg l ON l.id = h.leg
  WHERE h.kind = 'number' AND h.state IN ('asked', 'refused') AND (h.state = 'refused' OR h.answer_by < $2)
    AND l.agency = $1 AND l.opened_at IS NOT NULL) AS waiting
