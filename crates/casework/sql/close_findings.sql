-- A lost hand-over that was answered after all is closed, and a refused one that an officer took over.
UPDATE casework.finding SET closed_at = $1
WHERE closed_at IS NULL
  AND ((kind = 'lost' AND handover IN (SELECT id FROM casework.handover WHERE state <> 'asked'))
       OR (kind = 'refused' AND handover IN (SELECT id FROM casework.handover WHERE state <> 'refused')))
