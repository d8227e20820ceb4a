-- A notice to a citizen, held back for a moment so that an officer's slip can be undone.
INSERT INTO casework.notice (id, dossier, leg, person, kind, created_at, state, not_before, undo)
VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8)
ON CONFLICT ON CONSTRAINT notice_once DO NOTHING
