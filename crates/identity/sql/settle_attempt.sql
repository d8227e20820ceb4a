-- Notes how an attempt came out.
UPDATE identity.attempt SET outcome = $2 WHERE id = $1 AND outcome = 'pending'
