-- A hand-over, locked.
SELECT id, dossier, leg, kind, sender, receiver, content_hash, state, asked_at, answer_by, attempts, next_attempt_at,
       last_problem, answered_at, answer_hash, answers_seen, diverged
FROM casework.handover WHERE id = $1 FOR UPDATE
