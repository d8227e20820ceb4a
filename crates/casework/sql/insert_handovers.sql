-- Messages to other sides; the second of its kind for a leg is the same message.
INSERT INTO casework.handover
  (id, dossier, leg, kind, sender, receiver, content_hash, state, asked_at, answer_by, next_attempt_at)
SELECT h.id, h.dossier, h.leg, h.kind, h.sender, h.receiver, h.content_hash, h.state, h.asked_at, h.answer_by, h.next_attempt_at
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::timestamptz[], $10::timestamptz[], $11::timestamptz[])
  AS h (id, dossier, leg, kind, sender, receiver, content_hash, state, asked_at, answer_by, next_attempt_at)
ON CONFLICT ON CONSTRAINT handover_once DO NOTHING
RETURNING id
