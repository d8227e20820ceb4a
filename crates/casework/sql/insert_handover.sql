-- One message to another side; the second of its kind for a leg is the same message.
INSERT INTO casework.handover
  (id, dossier, leg, kind, sender, receiver, content_hash, state, asked_at, answer_by, next_attempt_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT ON CONSTRAINT handover_once DO NOTHING
