-- Lines up the registrations of one child, by name and birth, until the transaction ends.
SELECT pg_advisory_xact_lock($1, hashtext($2))
