-- Lines up the attempts from one address until the transaction ends, so that none is counted past another.
SELECT pg_advisory_xact_lock($1)
