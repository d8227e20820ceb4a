-- What a dossier costs for one step.
INSERT INTO casework.fee (dossier, step, channel, amount, article, confirmed) VALUES ($1, $2, $3, $4, $5, $6)
