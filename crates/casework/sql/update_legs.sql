-- Moves legs on, those that nobody moved meanwhile.
UPDATE casework.leg l SET
  status = m.status, waiting_for = m.waiting_for, verification = m.verification, opened_at = m.opened_at, due_at = m.due_at,
  finished_at = m.finished_at, claimed_by = m.claimed_by, claimed_at = m.claimed_at, supplements = m.supplements,
  supplement_since = m.supplement_since, paused_minutes = m.paused_minutes, reason_code = m.reason_code,
  reason_words = m.reason_words, supplement_from = m.supplement_from, version = l.version + 1
FROM unnest($1::uuid[], $2::integer[], $3::smallint[], $4::text[], $5::boolean[], $6::timestamptz[], $7::timestamptz[],
            $8::timestamptz[], $9::uuid[], $10::timestamptz[], $11::smallint[], $12::timestamptz[], $13::integer[],
            $14::text[], $15::text[], $16::smallint[])
  AS m (id, version, status, waiting_for, verification, opened_at, due_at, finished_at, claimed_by, claimed_at, supplements,
        supplement_since, paused_minutes, reason_code, reason_words, supplement_from)
WHERE l.id = m.id AND l.version = m.version
