-- The dossier of an agreement that this person is asked for.
SELECT dossier FROM casework.consent WHERE id = $1 AND person = $2 AND way = 'vneid'
