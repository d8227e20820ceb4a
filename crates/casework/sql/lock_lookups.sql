-- Lines up the look-ups from one network until the transaction ends, so that none is counted past another.
SELECT pg_advisory_xact_lock($1)
