-- Made-up dossiers in number, each with its parts, for a bench's throw-away database only. Most are finished, as in life.
WITH n AS MATERIALIZED (
  SELECT i, md5('dossier' || i)::uuid AS id, md5('account' || i % ($1 / 2 + 1))::uuid AS account,
         md5('applicant' || i % ($1 / 2 + 1))::uuid AS applicant, 'H41.' || i % 400 AS agency,
         $2::timestamptz + i * interval '2 minutes' AS at, i % 20 = 0 AS open
  FROM generate_series(1, $1::bigint) AS g (i)
), dossiers AS (
  INSERT INTO casework.dossier (id, code, secret_hash, procedure, definition, door, account, applicant, agency, unit_code,
    answers, status, submitted_at, due_at, finished_at, submission_key)
  SELECT id, 'H41.1-20200101-' || lpad(i::text, 7, '0'), '\x00', '3.000722', 'x', 'portal', account, applicant, agency, '16681',
         '{}', CASE WHEN open THEN 4 ELSE 9 END, at, at + interval '3 days', CASE WHEN open THEN NULL ELSE at + interval '2 days' END, id
  FROM n
), legs AS (
  INSERT INTO casework.leg (id, dossier, step, position, gate, code, agency, unit_code, role, status, opened_at, due_at, finished_at)
  SELECT md5('leg' || n.i || '.' || s)::uuid, n.id, 'step' || s, s, s = 1, 'L' || n.i || '.' || s, n.agency, '16681', 'justice',
         CASE WHEN n.open THEN 4 ELSE 9 END, n.at, n.at + interval '3 days', CASE WHEN n.open THEN NULL ELSE n.at + interval '2 days' END
  FROM n CROSS JOIN generate_series(1, 4) AS s
), events AS (
  INSERT INTO casework.event (dossier, at, actor_kind, kind) SELECT n.id, n.at, 'citizen', 'submitted' FROM n CROSS JOIN generate_series(1, 4)
), papers AS (
  INSERT INTO casework.paper (id, dossier, field, hash, name, media, bytes, uploaded_at)
  SELECT md5('paper' || i)::uuid, id, 'notice', md5('a' || i) || md5('b' || i), 'a.pdf', 'application/pdf', 1, at FROM n
), supplements AS (
  INSERT INTO casework.supplement (id, leg, field, reason_code, words, asked_at, asked_by)
  SELECT md5('supplement' || i)::uuid, md5('leg' || i || '.1')::uuid, 'x', 'x', 'x', at, account FROM n WHERE i % 2 = 1
), handovers AS (
  INSERT INTO casework.handover (id, dossier, leg, kind, sender, receiver, content_hash, state, asked_at, answer_by, next_attempt_at)
  SELECT md5('handover' || n.i || '.' || s)::uuid, n.id, md5('leg' || n.i || '.' || s)::uuid, 'personal_number', 'x', 'y', 'z',
         CASE WHEN n.i % 200 = 0 THEN 'asked' ELSE 'answered' END, n.at, n.at + interval '1 day',
         CASE WHEN n.i % 200 = 0 THEN n.at + interval '1 hour' END
  FROM n CROSS JOIN generate_series(1, 4) AS s
), results AS (
  INSERT INTO casework.result (id, leg, dossier, kind, number, version, holder, content, verify_code, issued_at, agency, pdf_hash)
  SELECT md5('result' || n.i || '.' || s)::uuid, md5('leg' || n.i || '.' || s)::uuid, n.id, 'certificate', n.i::text, 1, n.applicant,
         '{}', md5('verify' || n.i || '.' || s), n.at, n.agency, CASE WHEN n.i % 200 = 1 THEN NULL ELSE md5('a' || n.i) || md5('b' || n.i) END
  FROM n CROSS JOIN generate_series(1, 4) AS s WHERE NOT n.open
), vaults AS (
  INSERT INTO casework.vault (person, result)
  SELECT n.applicant, md5('result' || n.i || '.' || s)::uuid FROM n CROSS JOIN generate_series(1, 4) AS s WHERE NOT n.open
), notices AS (
  INSERT INTO casework.notice (id, dossier, person, kind, created_at, state, not_before)
  SELECT md5('notice' || n.i || '.' || s)::uuid, n.id, n.applicant, 'kind' || s, n.at,
         CASE WHEN n.i % 200 = 0 THEN 'waiting' ELSE 'sent' END, n.at
  FROM n CROSS JOIN generate_series(1, 4) AS s
), drafts AS (
  INSERT INTO casework.draft (id, account, procedure, definition, door, created_at, updated_at)
  SELECT md5('draft' || i)::uuid, account, '3.000722', 'x', 'portal', at, at FROM n
), answers AS (
  INSERT INTO casework.answered (key, account, action, outcome, at) SELECT id, account, 'decide', '{}', at FROM n
), tries AS (
  INSERT INTO casework.lookup_attempt (at, address_hash, code_hash, found)
  SELECT at, decode(md5('a' || i % 5000), 'hex'), decode(md5('c' || i), 'hex'), false FROM n
)
SELECT count(*) FROM n
