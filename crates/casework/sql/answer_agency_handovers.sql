-- An agency of ours took up what was handed to it.
UPDATE casework.handover SET state = 'answered', answered_at = $2, answers_seen = answers_seen + 1, next_attempt_at = NULL
WHERE leg = $1 AND kind = ANY($3) AND state = 'asked'
