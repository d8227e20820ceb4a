-- Another look-up secret takes the place of the one before.
UPDATE casework.dossier SET secret_hash = $2 WHERE id = $1
