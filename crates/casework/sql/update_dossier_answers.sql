-- The citizen answered a request for supplements.
UPDATE casework.dossier SET answers = $2 WHERE id = $1
