-- Somebody gave or refused an agreement, or an officer has seen it. Only what is still open is answered.
UPDATE casework.consent SET state = $2, answered_at = $3, answered_by = $4
WHERE id = $1 AND state = 'stated'
