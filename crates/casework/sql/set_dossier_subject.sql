-- The child of the dossier is now a person of the register.
UPDATE casework.dossier SET subject = $2 WHERE id = $1 AND subject IS NULL
