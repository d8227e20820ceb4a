-- What the comparison with the other side's books found, each once.
INSERT INTO casework.finding (handover, foreign_ref, kind, found_at)
SELECT f.handover, f.foreign_ref, f.kind, $4
FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS f (handover, foreign_ref, kind)
ON CONFLICT DO NOTHING
