-- Throws away attempts that no window looks at any more.
DELETE FROM identity.attempt WHERE at < $1
