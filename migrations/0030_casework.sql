-- Drafts, dossiers, their legs, journal, hand-overs, results and notices.
CREATE SCHEMA casework;
GRANT USAGE ON SCHEMA casework TO lienthong_app;

-- A form that has not been submitted. It may be thrown away, so it is the only table here with DELETE.
CREATE TABLE casework.draft (
  id             uuid PRIMARY KEY,
  account        uuid NOT NULL,
  applicant      uuid,
  procedure      text NOT NULL,
  definition     text NOT NULL,
  door           text NOT NULL CHECK (door IN ('portal', 'desk')),
  agency         text,
  consent        text,
  answers        jsonb NOT NULL DEFAULT '{}',
  notice         jsonb,
  page           text NOT NULL DEFAULT '',
  revision       int NOT NULL DEFAULT 0,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  submitted      uuid,
  CHECK ((door = 'desk') = (agency IS NOT NULL)),
  CHECK (door = 'portal' OR consent IS NOT NULL)
);
CREATE INDEX draft_by_account ON casework.draft (account, updated_at DESC) WHERE submitted IS NULL;

CREATE TABLE casework.dossier (
  id             uuid PRIMARY KEY,
  code           text NOT NULL UNIQUE CHECK (code ~ '^[A-Z0-9.]+-\d{6,8}-\d{4,7}$'),
  secret_hash    bytea NOT NULL,
  procedure      text NOT NULL,
  definition     text NOT NULL,
  door           text NOT NULL CHECK (door IN ('portal', 'desk', 'national_portal', 'post')),
  account        uuid NOT NULL,
  applicant      uuid,
  assisted_by    uuid,
  consent        text,
  agency         text NOT NULL,
  unit_code      text NOT NULL,
  answers        jsonb NOT NULL,
  people         jsonb NOT NULL DEFAULT '{}',
  subject        uuid,
  status         smallint NOT NULL CHECK (status BETWEEN 1 AND 10),
  submitted_at   timestamptz NOT NULL,
  due_at         timestamptz NOT NULL,
  finished_at    timestamptz,
  filed_late     boolean NOT NULL DEFAULT false,
  submission_key uuid NOT NULL,
  CONSTRAINT dossier_submitted_once UNIQUE (account, submission_key)
);
CREATE INDEX dossier_by_applicant ON casework.dossier (applicant, submitted_at DESC);
CREATE INDEX dossier_by_account ON casework.dossier (account, submitted_at DESC);

-- One agency's part of a dossier, with a deadline, a status and a result of its own.
CREATE TABLE casework.leg (
  id             uuid PRIMARY KEY,
  dossier        uuid NOT NULL REFERENCES casework.dossier,
  step           text NOT NULL,
  position       smallint NOT NULL,
  gate           boolean NOT NULL,
  code           text NOT NULL UNIQUE,
  agency         text NOT NULL,
  unit_code      text NOT NULL,
  role           text NOT NULL,
  status         smallint NOT NULL CHECK (status BETWEEN 1 AND 10),
  waiting_for    text CHECK (waiting_for IN ('gate', 'number')),
  verification   boolean NOT NULL DEFAULT false,
  opened_at      timestamptz,
  due_at         timestamptz,
  finished_at    timestamptz,
  claimed_by     uuid,
  claimed_at     timestamptz,
  supplements    smallint NOT NULL DEFAULT 0,
  supplement_since timestamptz,
  paused_minutes int NOT NULL DEFAULT 0,
  reason_code    text,
  reason_words   text,
  version        int NOT NULL DEFAULT 1,
  CONSTRAINT leg_step_once UNIQUE (dossier, step),
  CHECK ((claimed_by IS NULL) = (claimed_at IS NULL)),
  CHECK ((opened_at IS NULL) = (due_at IS NULL)),
  CHECK (waiting_for IS DISTINCT FROM 'gate' OR opened_at IS NULL)
);
CREATE INDEX leg_queue ON casework.leg (agency, status, due_at, id) WHERE opened_at IS NOT NULL AND finished_at IS NULL;
CREATE INDEX leg_done ON casework.leg (agency, finished_at DESC) WHERE finished_at IS NOT NULL;
CREATE INDEX leg_waiting ON casework.leg (dossier) WHERE waiting_for IS NOT NULL;

-- A paper as it was uploaded. The content lives with the files, under its hash.
CREATE TABLE casework.paper (
  id             uuid PRIMARY KEY,
  draft          uuid REFERENCES casework.draft,
  dossier        uuid REFERENCES casework.dossier,
  field          text NOT NULL,
  hash           text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  name           text NOT NULL,
  media          text NOT NULL,
  bytes          bigint NOT NULL CHECK (bytes > 0),
  uploaded_at    timestamptz NOT NULL,
  removed_at     timestamptz,
  CHECK (num_nonnulls(draft, dossier) >= 1)
);
CREATE INDEX paper_by_draft ON casework.paper (draft) WHERE removed_at IS NULL;
CREATE INDEX paper_by_dossier ON casework.paper (dossier) WHERE removed_at IS NULL;
CREATE INDEX paper_by_hash ON casework.paper (hash);

-- What happened to a dossier, in order. Never changed.
CREATE TABLE casework.event (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dossier        uuid NOT NULL REFERENCES casework.dossier,
  leg            uuid REFERENCES casework.leg,
  at             timestamptz NOT NULL,
  actor_kind     text NOT NULL CHECK (actor_kind IN ('stranger', 'citizen', 'officer', 'system')),
  account        uuid,
  agency         text,
  kind           text NOT NULL,
  status         smallint CHECK (status BETWEEN 1 AND 10),
  words          text
);
CREATE INDEX event_by_dossier ON casework.event (dossier, id);

-- What was asked of the citizen: the very field, and why.
CREATE TABLE casework.supplement (
  id             uuid PRIMARY KEY,
  leg            uuid NOT NULL REFERENCES casework.leg,
  field          text NOT NULL,
  reason_code    text NOT NULL,
  words          text NOT NULL,
  asked_at       timestamptz NOT NULL,
  asked_by       uuid NOT NULL,
  answered_at    timestamptz
);
CREATE INDEX supplement_by_leg ON casework.supplement (leg);

-- The second time an action is sent it finds what the first one did.
CREATE TABLE casework.answered (
  key            uuid PRIMARY KEY,
  account        uuid NOT NULL,
  action         text NOT NULL,
  outcome        jsonb NOT NULL,
  at             timestamptz NOT NULL
);

-- One message from one agency or system to another, with the answer that is expected and by when.
CREATE TABLE casework.handover (
  id             uuid PRIMARY KEY,
  dossier        uuid NOT NULL REFERENCES casework.dossier,
  leg            uuid NOT NULL REFERENCES casework.leg,
  kind           text NOT NULL,
  sender         text NOT NULL,
  receiver       text NOT NULL,
  content_hash   text NOT NULL,
  state          text NOT NULL CHECK (state IN ('asked', 'answered', 'refused', 'taken_over')),
  asked_at       timestamptz NOT NULL,
  answer_by      timestamptz NOT NULL,
  attempts       int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  last_problem   text,
  answered_at    timestamptz,
  answer_hash    text,
  answers_seen   int NOT NULL DEFAULT 0,
  diverged       boolean NOT NULL DEFAULT false,
  CONSTRAINT handover_once UNIQUE (leg, kind)
);
CREATE INDEX handover_open ON casework.handover (next_attempt_at) WHERE state = 'asked';
CREATE INDEX handover_by_dossier ON casework.handover (dossier);

-- What the nightly comparison of both sides found.
CREATE TABLE casework.finding (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  handover       uuid NOT NULL REFERENCES casework.handover,
  kind           text NOT NULL CHECK (kind IN ('lost', 'doubled', 'diverged')),
  found_at       timestamptz NOT NULL,
  closed_at      timestamptz,
  CONSTRAINT finding_once UNIQUE (handover, kind)
);

-- A result. A later version replaces an earlier one; neither is changed.
CREATE TABLE casework.result (
  id             uuid PRIMARY KEY,
  leg            uuid NOT NULL REFERENCES casework.leg,
  dossier        uuid NOT NULL REFERENCES casework.dossier,
  kind           text NOT NULL,
  number         text NOT NULL,
  version        smallint NOT NULL CHECK (version >= 1),
  replaces       uuid REFERENCES casework.result,
  holder         uuid NOT NULL,
  content        jsonb NOT NULL,
  verify_code    text NOT NULL UNIQUE CHECK (length(verify_code) >= 20),
  issued_at      timestamptz NOT NULL,
  issued_by      uuid,
  agency         text NOT NULL,
  pdf_hash       text CHECK (pdf_hash ~ '^[0-9a-f]{64}$'),
  pdf_bytes      bigint,
  revoked_at     timestamptz,
  CONSTRAINT result_version_once UNIQUE (leg, kind, version)
);
CREATE INDEX result_by_holder ON casework.result (holder, issued_at DESC);
CREATE INDEX result_by_dossier ON casework.result (dossier);
CREATE INDEX result_without_pdf ON casework.result (issued_at) WHERE pdf_hash IS NULL;

-- In whose vault a result lies: the child's for good, and its parents' or guardian's.
CREATE TABLE casework.vault (
  person         uuid NOT NULL,
  result         uuid NOT NULL REFERENCES casework.result,
  PRIMARY KEY (person, result)
);

-- Numbers that count up per agency and day, or per book and year.
CREATE TABLE casework.sequence (
  name           text PRIMARY KEY,
  last           bigint NOT NULL
);

-- Notices to citizens. The words are made when it is sent, from the key; no text of a person is kept here.
CREATE TABLE casework.notice (
  id             uuid PRIMARY KEY,
  dossier        uuid NOT NULL REFERENCES casework.dossier,
  leg            uuid REFERENCES casework.leg,
  person         uuid NOT NULL,
  kind           text NOT NULL,
  created_at     timestamptz NOT NULL,
  state          text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'held')),
  not_before     timestamptz NOT NULL,
  attempts       int NOT NULL DEFAULT 0,
  sent_at        timestamptz,
  channel        text,
  CONSTRAINT notice_once UNIQUE (dossier, leg, kind, created_at)
);
CREATE INDEX notice_waiting ON casework.notice (not_before) WHERE state = 'waiting';
CREATE INDEX notice_by_person ON casework.notice (person, created_at DESC);

-- Guessing at a dossier's look-up secret: counted per address and per dossier.
CREATE TABLE casework.lookup_attempt (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at             timestamptz NOT NULL,
  address_hash   bytea NOT NULL,
  code_hash      bytea NOT NULL,
  found          boolean NOT NULL
);
CREATE INDEX lookup_attempt_by_address ON casework.lookup_attempt (address_hash, at);
CREATE INDEX lookup_attempt_by_code ON casework.lookup_attempt (code_hash, at);

GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA casework TO lienthong_app;
GRANT UPDATE, DELETE ON casework.draft TO lienthong_app;
GRANT UPDATE (subject, status, finished_at, due_at, answers) ON casework.dossier TO lienthong_app;
GRANT UPDATE (status, waiting_for, verification, opened_at, due_at, finished_at, claimed_by, claimed_at, supplements,
              supplement_since, paused_minutes, reason_code, reason_words, version, agency, unit_code) ON casework.leg TO lienthong_app;
GRANT UPDATE (dossier, removed_at) ON casework.paper TO lienthong_app;
-- Only papers of a draft are ever deleted: the statement that does it says so, and those of a dossier stay.
GRANT DELETE ON casework.paper TO lienthong_app;
GRANT UPDATE (answered_at) ON casework.supplement TO lienthong_app;
GRANT UPDATE (state, attempts, next_attempt_at, last_problem, answered_at, answer_hash, answers_seen, diverged) ON casework.handover TO lienthong_app;
GRANT UPDATE (closed_at) ON casework.finding TO lienthong_app;
GRANT UPDATE (pdf_hash, pdf_bytes, revoked_at) ON casework.result TO lienthong_app;
GRANT UPDATE ON casework.sequence TO lienthong_app;
GRANT UPDATE (state, attempts, sent_at, channel, not_before) ON casework.notice TO lienthong_app;
GRANT DELETE ON casework.lookup_attempt TO lienthong_app;
