-- What a dossier costs.
SELECT step, amount, article, confirmed, settled, settled_at, words FROM casework.fee WHERE dossier = $1 ORDER BY step
