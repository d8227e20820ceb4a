-- A lost hand-over that was answered after all is closed.
UPDATE casework.finding SET closed_at = $1
WHERE closed_at IS NULL AND kind = 'lost'
  AND handover IN (SELECT id FROM casework.handover WHERE state <> 'asked')
