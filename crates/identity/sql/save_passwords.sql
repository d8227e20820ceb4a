-- Sets the passwords of accounts, new or instead of the old ones.
INSERT INTO identity.password (account, hash, changed_at)
SELECT n.account, n.hash, $3 FROM unnest($1::uuid[], $2::text[]) AS n (account, hash)
ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at
