-- Whether a result lies in a person's vault.
SELECT EXISTS (SELECT 1 FROM casework.vault WHERE person = $1 AND result = $2) AS there
