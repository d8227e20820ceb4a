-- An agreement that a dossier states. Stated otherwise later, it begins anew; what stays as it was keeps its answer.
INSERT INTO casework.consent (id, dossier, who, person, way, article, state, stated_at)
VALUES ($1, $2, $3, $4, $5, $6, 'stated', $7)
ON CONFLICT ON CONSTRAINT consent_once DO UPDATE
SET person = excluded.person, way = excluded.way, state = 'stated', stated_at = excluded.stated_at, answered_at = NULL, answered_by = NULL
WHERE (consent.person, consent.way) IS DISTINCT FROM (excluded.person, excluded.way)
