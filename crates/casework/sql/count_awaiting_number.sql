-- How many legs of an agency wait for a number, or for an officer to enter one.
SELECT count(*) AS awaiting_number FROM casework.leg l
WHERE l.agency = $1 AND l.opened_at IS NOT NULL
  AND ((l.waiting_for = 'number' AND l.finished_at IS NULL)
       OR l.id IN (SELECT h.leg FROM casework.handover h
                   WHERE h.kind = 'number' AND (h.state = 'refused' OR (h.state = 'asked' AND h.answer_by < $2))))
