-- How often somebody guessed wrong lately, from this network and at this dossier; whether the network was right before.
SELECT count(*) FILTER (WHERE NOT found AND at > $3 AND address_hash = $1) AS by_network,
       max(at) FILTER (WHERE NOT found AND at > $3 AND address_hash = $1) AS by_network_last,
       count(*) FILTER (WHERE NOT found AND at > $3 AND code_hash = $2) AS at_dossier,
       count(*) FILTER (WHERE found AND address_hash = $1 AND code_hash = $2) > 0 AS known
FROM casework.lookup_attempt WHERE at > $4 AND (address_hash = $1 OR code_hash = $2)
