-- The child of the dossier is now a person of the register, and its family stands as it was decided.
UPDATE casework.dossier SET subject = $2, people = $3 WHERE id = $1 AND subject IS NULL
