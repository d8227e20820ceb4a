-- Attempts to sign in, for throttling. Names and addresses are keyed hashes: who tried from where cannot be
-- read from here, only whether it was the same name and the same address. Old rows are swept, so DELETE is granted.
CREATE TABLE identity.attempt (
  id            uuid PRIMARY KEY,
  name_hash     bytea NOT NULL,
  address_hash  bytea NOT NULL,
  at            timestamptz NOT NULL,
  outcome       text NOT NULL CHECK (outcome IN ('pending', 'wrong', 'right'))
);
CREATE INDEX attempt_by_pair ON identity.attempt (name_hash, address_hash, at);
CREATE INDEX attempt_by_name ON identity.attempt (name_hash, at);
CREATE INDEX attempt_by_address ON identity.attempt (address_hash, at);
CREATE INDEX attempt_by_time ON identity.attempt (at);

GRANT SELECT, INSERT, DELETE ON identity.attempt TO lienthong_app;
GRANT UPDATE (outcome) ON identity.attempt TO lienthong_app;
