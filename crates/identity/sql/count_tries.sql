-- What is remembered about a name and an address: wrong guesses in their windows, and whether the pair is known.
SELECT p.wrong AS pair, p.last AS pair_last, d.wrong AS address, d.last AS address_last,
  (SELECT count(*) FROM identity.attempt WHERE name_hash = $1 AND at > $3 AND outcome <> 'right') AS name,
  (SELECT count(*) FROM identity.attempt WHERE at > $4 AND outcome <> 'right') AS everything,
  k.last IS NOT NULL AS known
FROM (SELECT max(at) AS last FROM identity.attempt
      WHERE name_hash = $1 AND address_hash = $2 AND at > $5 AND outcome = 'right') AS k
CROSS JOIN LATERAL (SELECT count(*) AS wrong, max(at) AS last FROM identity.attempt
      WHERE name_hash = $1 AND address_hash = $2 AND at > greatest($3, k.last) AND outcome <> 'right') AS p
CROSS JOIN (SELECT count(*) AS wrong, max(at) AS last FROM identity.attempt
      WHERE address_hash = $2 AND at > $3 AND outcome <> 'right') AS d
