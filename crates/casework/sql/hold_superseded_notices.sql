-- Notices that have not gone out and whose matter is over: of one leg, or of the whole dossier.
UPDATE casework.notice SET state = 'held'
WHERE dossier = $1 AND state = 'waiting' AND ($2::uuid IS NULL OR leg = $2) AND ($3::text IS NULL OR kind = $3)
