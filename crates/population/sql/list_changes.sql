-- What changed after a cursor. A transaction that is still running is not overtaken.
SELECT xid::text::bigint AS xid, seq, person, kind, act
FROM population.change
WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) AND (xid, seq) > ($1::text::xid8, $2)
ORDER BY xid, seq
LIMIT $3
