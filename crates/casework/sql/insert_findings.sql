-- The nightly comparison: lost, doubled, diverged and refused hand-overs that were not known yet.
INSERT INTO casework.finding (handover, kind, found_at)
SELECT h.id, f.kind, $1
FROM casework.handover h
CROSS JOIN LATERAL (VALUES ('lost', h.state = 'asked' AND h.answer_by < $1), ('doubled', h.answers_seen > 1), ('diverged', h.diverged), ('refused', h.kind = 'number' AND h.state = 'refused')) AS f (kind, holds)
WHERE f.holds
ON CONFLICT ON CONSTRAINT finding_once DO NOTHING
