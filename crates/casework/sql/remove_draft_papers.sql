-- The owner took one paper, or all papers, out of a draft; the draft may then be thrown away.
DELETE FROM casework.paper WHERE draft = $1 AND dossier IS NULL AND ($2::uuid IS NULL OR id = $2)
RETURNING field
