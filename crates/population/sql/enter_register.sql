-- Registers a writer until the end of the transaction, unless a load has the register or has left it without its keys.
SELECT pg_try_advisory_xact_lock_shared($1) AND NOT EXISTS (SELECT 1 FROM population.loading)
