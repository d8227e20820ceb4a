-- What happened, in order.
INSERT INTO casework.event (dossier, leg, at, actor_kind, account, agency, kind, status, words)
SELECT $1, e.leg, $3, $4, $5, $6, e.kind, e.status, e.words
FROM unnest($2::uuid[], $7::text[], $8::smallint[], $9::text[]) AS e (leg, kind, status, words)
