-- Writes the access records of one transaction, however many people it saw.
INSERT INTO trail.access
  (at, request, actor_kind, account, viewer, agency, task, purpose, ground, dossier, person, unknown_hash, run, fields)
SELECT r.at, r.request, r.actor_kind, r.account, r.viewer, r.agency, r.task, r.purpose, r.ground, r.dossier, r.person, r.unknown_hash, r.run, r.fields
FROM unnest(
  $1::timestamptz[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
  $8::text[], $9::text[], $10::uuid[], $11::uuid[], $12::bytea[], $13::text[], $14::text[])
  AS r (at, request, actor_kind, account, viewer, agency, task, purpose, ground, dossier, person, unknown_hash, run, fields)
