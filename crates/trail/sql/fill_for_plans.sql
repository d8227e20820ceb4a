-- Made-up looks in number, in the months that are given, for a bench's throw-away database only.
INSERT INTO trail.access (at, request, actor_kind, account, agency, purpose, ground, dossier, person, fields)
SELECT $2::timestamptz + ((i * 7919) % 88) * interval '1 day' + (i % 86400) * interval '1 second', md5('request' || i)::uuid,
       'officer', md5('account' || i % 2000)::uuid, 'H41.' || i % 400, 'purpose-bench', 'bench',
       md5('dossier' || i / 8)::uuid, md5('person' || (i * 31) % ($1 / 10 + 1))::uuid, 'name birth sex number residence'
FROM generate_series(1, $1::bigint) AS g (i)
