-- The police of a commune that was left look for what they were told and have not taken note of.
CREATE INDEX handover_departure ON casework.handover (receiver, asked_at, id)
  WHERE state = 'asked' AND kind LIKE 'departure/%';
