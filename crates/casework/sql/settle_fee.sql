-- A fee was collected at a counter, or is not owed. Settled once.
UPDATE casework.fee SET settled = $3, settled_at = $4, settled_by = $5, agency = $6, words = $7
WHERE dossier = $1 AND step = $2 AND settled IS NULL
