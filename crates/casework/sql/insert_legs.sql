-- The parts of a dossier, one an agency.
INSERT INTO casework.leg
  (id, dossier, step, position, gate, code, agency, unit_code, role, status, waiting_for, opened_at, due_at)
SELECT l.id, $1, l.step, l.position, l.gate, l.code, l.agency, l.unit_code, l.role, l.status, l.waiting_for, l.opened_at, l.due_at
FROM unnest($2::uuid[], $3::text[], $4::smallint[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::text[],
            $10::smallint[], $11::text[], $12::timestamptz[], $13::timestamptz[])
  AS l (id, step, position, gate, code, agency, unit_code, role, status, waiting_for, opened_at, due_at)
