-- The draft became a dossier; its answers live there from now on.
UPDATE casework.draft SET submitted = $2, answers = '{}', updated_at = $3 WHERE id = $1 AND submitted IS NULL
