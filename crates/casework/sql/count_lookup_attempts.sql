-- How often somebody guessed wrong lately, from this address and at this dossier.
SELECT count(*) FILTER (WHERE address_hash = $1) AS by_address, count(*) FILTER (WHERE code_hash = $2) AS by_code
FROM casework.lookup_attempt WHERE at > $3 AND NOT found AND (address_hash = $1 OR code_hash = $2)
