-- Agencies, accounts, passwords, roles and sessions. Nothing here is ever deleted: states change.
CREATE SCHEMA identity;
GRANT USAGE ON SCHEMA identity TO lienthong_app;

-- An agency (cơ quan) that takes or decides dossiers. Codes carry validity: 2025 ended a whole tier of them.
CREATE TABLE identity.agency (
  code          text PRIMARY KEY CHECK (code ~ '^[A-Z0-9.]{2,40}$'),
  name          text NOT NULL CHECK (name <> ''),
  kind          text NOT NULL CHECK (kind IN
                  ('justice', 'police', 'insurance', 'social_affairs', 'one_stop', 'leader', 'administration')),
  unit_code     text NOT NULL CHECK (unit_code <> ''),
  valid_from    date NOT NULL,
  valid_to      date,
  confirmed     boolean NOT NULL,
  CHECK (valid_from < valid_to),
  UNIQUE (code, kind)
);

-- The communes an agency answers for. One social-insurance office serves several.
CREATE TABLE identity.agency_territory (
  agency        text NOT NULL,
  kind          text NOT NULL,
  unit_code     text NOT NULL CHECK (unit_code <> ''),
  valid_from    date NOT NULL,
  valid_to      date,
  CHECK (valid_from < valid_to),
  FOREIGN KEY (agency, kind) REFERENCES identity.agency (code, kind),
  -- On any day a commune has one agency of a kind, or a dossier would not know where to go.
  CONSTRAINT territory_one_agency EXCLUDE USING gist
    (kind WITH =, unit_code WITH =, daterange(valid_from, valid_to) WITH &&)
);
CREATE INDEX territory_by_agency ON identity.agency_territory (agency);

-- `person` is an id of the register; no foreign key crosses from one schema into another.
CREATE TABLE identity.account (
  id            uuid PRIMARY KEY,
  kind          text NOT NULL CHECK (kind IN ('citizen', 'officer', 'administrator')),
  username      text NOT NULL CHECK (username = lower(username) AND username ~ '^[a-z0-9][a-z0-9._@-]{2,63}$'),
  person        uuid,
  display_name  text NOT NULL CHECK (display_name <> ''),
  level         smallint NOT NULL CHECK (level IN (1, 2)),
  status        text NOT NULL CHECK (status IN ('active', 'locked', 'closed')),
  lock_reason   text CHECK (lock_reason IN
                  ('holder_asked', 'terms_broken', 'card_revoked', 'holder_died', 'authority_asked')),
  status_since  timestamptz NOT NULL,
  created_at    timestamptz NOT NULL,
  CHECK (kind <> 'citizen' OR person IS NOT NULL),
  CHECK ((status = 'locked') = (lock_reason IS NOT NULL))
);
CREATE UNIQUE INDEX account_username_once ON identity.account (username) WHERE status <> 'closed';
CREATE UNIQUE INDEX account_citizen_once ON identity.account (person) WHERE kind = 'citizen' AND status <> 'closed';

CREATE TABLE identity.password (
  account       uuid PRIMARY KEY REFERENCES identity.account,
  hash          text NOT NULL CHECK (hash LIKE '$argon2id$%'),
  changed_at    timestamptz NOT NULL
);

-- A role of an officer, in one agency and territory, for a time.
CREATE TABLE identity.role_grant (
  id            uuid PRIMARY KEY,
  account       uuid NOT NULL REFERENCES identity.account,
  agency        text NOT NULL REFERENCES identity.agency,
  unit_code     text NOT NULL CHECK (unit_code <> ''),
  role          text NOT NULL CHECK (role <> ''),
  valid_from    date NOT NULL,
  valid_to      date,
  granted_by    uuid REFERENCES identity.account,
  granted_at    timestamptz NOT NULL,
  CHECK (valid_from < valid_to),
  CONSTRAINT role_grant_once EXCLUDE USING gist
    (account WITH =, agency WITH =, unit_code WITH =, role WITH =, daterange(valid_from, valid_to) WITH &&)
);

-- The browser holds a random token; here is only its hash, so that a copy of the database opens no session.
CREATE TABLE identity.session (
  id            uuid PRIMARY KEY,
  token_hash    bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  account       uuid NOT NULL REFERENCES identity.account,
  csrf          text NOT NULL,
  created_at    timestamptz NOT NULL,
  last_seen_at  timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  ended_at      timestamptz,
  agent_text    text NOT NULL CHECK (length(agent_text) <= 80),
  lang          text CHECK (lang IN ('vi', 'en')),
  acting_agency text,
  acting_unit   text,
  CHECK (created_at < expires_at),
  CHECK ((acting_agency IS NULL) = (acting_unit IS NULL))
);
CREATE INDEX session_open_by_account ON identity.session (account, last_seen_at DESC) WHERE ended_at IS NULL;

GRANT SELECT, INSERT ON identity.agency, identity.agency_territory, identity.account, identity.password,
  identity.role_grant, identity.session TO lienthong_app;
GRANT UPDATE (status, lock_reason, status_since) ON identity.account TO lienthong_app;
GRANT UPDATE (hash, changed_at) ON identity.password TO lienthong_app;
GRANT UPDATE (valid_to) ON identity.role_grant TO lienthong_app;
GRANT UPDATE (last_seen_at, ended_at, lang, acting_agency, acting_unit) ON identity.session TO lienthong_app;
