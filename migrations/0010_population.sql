-- The population register: persons, numbers, households, residence, relations; what was true when, known when.
CREATE SCHEMA population;
GRANT USAGE ON SCHEMA population TO lienthong_app;

-- One act on the register: who changed what, why, on which ground. Every belief names the act that made it.
CREATE TABLE population.act (
  id         uuid PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('register_birth', 'assign_number', 'cancel_number', 'register_residence',
                                           'remove_residence', 'split_household', 'correct', 'record_death',
                                           'record_document', 'load', 'undo')),
  at         timestamptz NOT NULL,
  request    uuid NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('citizen', 'officer', 'system')),
  account    uuid,
  agency     text,
  task       text,
  purpose    text NOT NULL,
  ground     text NOT NULL CHECK (ground <> ''),
  dossier    uuid,
  paper      text,
  undoes     uuid REFERENCES population.act,
  CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
  CHECK ((actor_kind = 'system') = (task IS NOT NULL))
);
CREATE INDEX act_by_dossier ON population.act (dossier) WHERE dossier IS NOT NULL;

-- The anchor of a person: foreign keys point here and locks are taken here. `held` is what a row lock needs
-- the right to update; its check leaves nothing to change it to.
CREATE TABLE population.person (
  id   uuid PRIMARY KEY,
  act  uuid NOT NULL REFERENCES population.act,
  held boolean NOT NULL DEFAULT true CHECK (held)
);

-- Beliefs are kept by person, so that the register can one day be spread over several machines by that key.

-- The facts of a person that have one value at a time (Luật Căn cước 2023 Đ9, khoản 1-12, 21, 24, 25).
CREATE TABLE population.personal (
  id                      uuid NOT NULL,
  person                  uuid NOT NULL REFERENCES population.person,
  full_name               text NOT NULL CHECK (full_name <> ''),
  surname                 text,
  middle_name             text,
  given_name              text,
  other_names             text[] NOT NULL DEFAULT '{}',
  birth_on                date NOT NULL, -- the earliest day it may have been
  birth_precision         text NOT NULL CHECK (birth_precision IN ('D', 'M', 'Y')),
  sex                     text NOT NULL,
  birth_place             text,
  birth_place_unit        text, -- a unit in one word: code@first-day
  birth_registered_at     text,
  birth_registered_unit   text,
  origin_place            text,
  origin_unit             text,
  ethnicity               text,
  religion                text,
  nationalities           text[] NOT NULL DEFAULT '{VN}',
  blood_group             text,
  marital_status          text,
  mobile                  text,
  email                   text,
  occupation              text,
  life_end                text CHECK (life_end IN ('dead', 'declared_dead', 'missing')),
  life_end_on             date,
  valid_from              date,
  valid_to                date,
  known_from              timestamptz NOT NULL,
  known_to                timestamptz,
  act                     uuid NOT NULL REFERENCES population.act,
  ended_by                uuid REFERENCES population.act,
  CHECK ((life_end IS NULL) = (life_end_on IS NULL)),
  CHECK (valid_from < valid_to),
  PRIMARY KEY (person, id),
  CHECK (known_from < known_to),
  CHECK ((known_to IS NULL) = (ended_by IS NULL)),
  CONSTRAINT personal_closed_apart EXCLUDE USING gist (person WITH =, daterange(valid_from, valid_to) WITH &&)
    WHERE (known_to IS NULL AND valid_to IS NOT NULL)
);
CREATE UNIQUE INDEX personal_one_open ON population.personal (person) WHERE known_to IS NULL AND valid_to IS NULL;

-- Numbers, with their history: one person may have had several, and one number may have been given twice.
CREATE TABLE population.identifier (
  id          uuid NOT NULL,
  person      uuid NOT NULL REFERENCES population.person,
  kind        text NOT NULL CHECK (kind IN ('personal_id', 'old_id', 'passport')),
  value       text COLLATE "C" NOT NULL CHECK (value <> ''),
  status      text NOT NULL CHECK (status IN ('active', 'cancelled', 'replaced', 'pending')),
  confirmed   boolean NOT NULL,
  replaced_by text,
  valid_from  date,
  valid_to    date,
  known_from  timestamptz NOT NULL,
  known_to    timestamptz,
  act         uuid NOT NULL REFERENCES population.act,
  ended_by    uuid REFERENCES population.act,
  CHECK (kind <> 'personal_id' OR value ~ '^[0-9]{12}$'),
  CHECK (replaced_by IS NULL OR status IN ('cancelled', 'replaced')),
  CHECK (valid_from < valid_to),
  PRIMARY KEY (person, id),
  CHECK (known_from < known_to),
  CHECK ((known_to IS NULL) = (ended_by IS NULL))
);
-- Only confirmed numbers are unique: the register must be able to hold the duplicates it is to find.
CREATE UNIQUE INDEX identifier_one_holder ON population.identifier (value)
  WHERE kind = 'personal_id' AND status = 'active' AND confirmed AND known_to IS NULL;
CREATE UNIQUE INDEX identifier_one_number ON population.identifier (person)
  WHERE kind = 'personal_id' AND status = 'active' AND confirmed AND known_to IS NULL;
CREATE INDEX identifier_by_value ON population.identifier (value) WHERE known_to IS NULL;

-- Cards and booklets issued to a person (Luật Căn cước 2023 Đ9 khoản 14).
CREATE TABLE population.document (
  id         uuid NOT NULL,
  person     uuid NOT NULL REFERENCES population.person,
  kind       text NOT NULL CHECK (kind IN ('citizen_card', 'chip_card', 'identity_card', 'old_card', 'birth_certificate',
                                           'passport')),
  number     text,
  issued_on  date,
  issued_by  text,
  expires_on date,
  known_from timestamptz NOT NULL,
  known_to   timestamptz,
  act        uuid NOT NULL REFERENCES population.act,
  ended_by   uuid REFERENCES population.act,
  PRIMARY KEY (person, id),
  CHECK (known_from < known_to),
  CHECK ((known_to IS NULL) = (ended_by IS NULL))
);

-- The anchor of a household (hộ gia đình).
CREATE TABLE population.household (
  id   uuid PRIMARY KEY,
  act  uuid NOT NULL REFERENCES population.act,
  held boolean NOT NULL DEFAULT true CHECK (held)
);

-- Where a household lives and the number of its residence file (số hồ sơ cư trú).
-- `unit_from` names the unit together with its code: codes were reused in 2025. Year 1 is "older than the tables".
CREATE TABLE population.home (
  id          uuid NOT NULL,
  household   uuid NOT NULL REFERENCES population.household,
  file_no     text,
  unit_code   text NOT NULL,
  unit_from   date NOT NULL,
  detail      text NOT NULL,
  as_recorded text,
  valid_from  date,
  valid_to    date,
  known_from  timestamptz NOT NULL,
  known_to    timestamptz,
  act         uuid NOT NULL REFERENCES population.act,
  ended_by    uuid REFERENCES population.act,
  CHECK (valid_from < valid_to),
  PRIMARY KEY (household, id),
  CHECK (known_from < known_to),
  CHECK ((known_to IS NULL) = (ended_by IS NULL)),
  CONSTRAINT home_closed_apart EXCLUDE USING gist (household WITH =, daterange(valid_from, valid_to) WITH &&)
    WHERE (known_to IS NULL AND valid_to IS NOT NULL)
);
CREATE UNIQUE INDEX home_one_open ON population.home (household) WHERE known_to IS NULL AND valid_to IS NULL;
CREATE INDEX home_by_file_no ON population.home (file_no) WHERE known_to IS NULL AND file_no IS NOT NULL;

-- Residence (cư trú) of five kinds: thường trú, tạm trú, lưu trú, nơi ở hiện tại, tạm vắng.
CREATE TABLE population.residence (
  id               uuid NOT NULL,
  spell            uuid NOT NULL,
  person           uuid NOT NULL REFERENCES population.person,
  kind             text NOT NULL CHECK (kind IN ('permanent', 'temporary', 'stay', 'current', 'absence')),
  household        uuid REFERENCES population.household,
  relation_to_head text,
  unit_code        text NOT NULL,
  unit_from        date NOT NULL,
  detail           text NOT NULL,
  as_recorded      text,
  planned_to       date,
  reason           text,
  removal_ground   text,
  removal_paper    text,
  valid_from       date,
  valid_to         date,
  known_from       timestamptz NOT NULL,
  known_to         timestamptz,
  act              uuid NOT NULL REFERENCES population.act,
  ended_by         uuid REFERENCES population.act,
  CHECK (valid_from < valid_to),
  PRIMARY KEY (person, id),
  CHECK (known_from < known_to),
  CHECK ((known_to IS NULL) = (ended_by IS NULL)),
  CHECK (removal_ground IS NULL OR valid_to IS NOT NULL),
  CHECK ((household IS NULL) = (relation_to_head IS NULL)),
  CONSTRAINT residence_closed_apart EXCLUDE USING gist (person WITH =, daterange(valid_from, valid_to) WITH &&)
    WHERE (known_to IS NULL AND valid_to IS NOT NULL AND kind = 'permanent')
);
CREATE UNIQUE INDEX residence_one_open ON population.residence (person)
  WHERE known_to IS NULL AND valid_to IS NULL AND kind = 'permanent';
CREATE UNIQUE INDEX residence_one_head ON population.residence (household)
  WHERE known_to IS NULL AND valid_to IS NULL AND kind = 'permanent' AND relation_to_head = 'head';
CREATE INDEX residence_by_household ON population.residence (household)
  WHERE known_to IS NULL AND valid_to IS NULL AND household IS NOT NULL;

-- Who is whose father, mother, spouse, guardian. The other may be a person of the register or only recorded words.
CREATE TABLE population.relation (
  id                uuid NOT NULL,
  person            uuid NOT NULL REFERENCES population.person,
  kind              text NOT NULL CHECK (kind IN ('father', 'mother', 'spouse', 'child', 'guardian', 'ward')),
  other             uuid REFERENCES population.person,
  other_name        text,
  other_number      text,
  other_nationality text,
  valid_from        date,
  valid_to          date,
  known_from        timestamptz NOT NULL,
  known_to          timestamptz,
  act               uuid NOT NULL REFERENCES population.act,
  ended_by          uuid REFERENCES population.act,
  CHECK (num_nonnulls(other, other_name, other_number) > 0),
  CHECK (other IS DISTINCT FROM person),
  CHECK (valid_from < valid_to),
  PRIMARY KEY (person, id),
  CHECK (known_from < known_to),
  CHECK ((known_to IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX relation_one_open ON population.relation (person, kind)
  WHERE known_to IS NULL AND valid_to IS NULL AND kind IN ('father', 'mother', 'spouse');
CREATE INDEX relation_by_other ON population.relation (other, kind) WHERE known_to IS NULL AND other IS NOT NULL;

-- The present in one narrow row a person, for search. Derived: it may be rebuilt from the beliefs at any time.
-- "Nguyễn" is 31 %, so trigram lists explode; plain B-trees answer the questions officers ask.
CREATE TABLE population.search (
  person      uuid PRIMARY KEY REFERENCES population.person,
  folded_name text COLLATE "C" NOT NULL,
  birth_year  smallint NOT NULL,
  birth_on    date NOT NULL,
  commune     text COLLATE "C",
  alive       boolean NOT NULL
);
CREATE INDEX search_by_name ON population.search (folded_name, birth_year);
CREATE INDEX search_by_birth ON population.search (birth_on, folded_name);
CREATE INDEX search_by_commune ON population.search (commune, folded_name);

-- What changed, for those that follow the register. Ordered by transaction, so that one which commits late
-- is not skipped. A load is one row without a person: read everything again.
CREATE TABLE population.change (
  xid    xid8 NOT NULL DEFAULT pg_current_xact_id(),
  seq    bigint GENERATED ALWAYS AS IDENTITY,
  person uuid,
  kind   text NOT NULL,
  act    uuid NOT NULL REFERENCES population.act,
  PRIMARY KEY (xid, seq),
  CHECK (person IS NOT NULL OR kind = 'load')
);
CREATE INDEX change_by_person ON population.change (person) WHERE person IS NOT NULL;
CREATE INDEX change_by_act ON population.change (act);

-- What a bulk load took away and must put back. Empty except while one runs or after one that was broken off.
CREATE TABLE population.loading (
  position int PRIMARY KEY,
  phase    smallint NOT NULL,
  relation text NOT NULL,
  take     text,
  put_back text NOT NULL
);

-- An open belief and a closed one may not overlap either. The two indexes above see only their own kind; this
-- trigger closes the gap, at the end of the transaction.
CREATE FUNCTION population.personal_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM population.personal o
             WHERE o.person = NEW.person AND o.id <> NEW.id AND o.known_to IS NULL
               AND daterange(o.valid_from, o.valid_to) && daterange(NEW.valid_from, NEW.valid_to))
     AND EXISTS (SELECT 1 FROM population.personal n WHERE n.person = NEW.person AND n.id = NEW.id AND n.known_to IS NULL) THEN
    RAISE EXCEPTION 'overlapping beliefs about a person' USING ERRCODE = 'exclusion_violation',
      CONSTRAINT = 'personal_apart';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER personal_apart AFTER INSERT ON population.personal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION population.personal_apart();

CREATE FUNCTION population.residence_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM population.residence o
             WHERE o.person = NEW.person AND o.id <> NEW.id AND o.known_to IS NULL AND o.kind = 'permanent'
               AND daterange(o.valid_from, o.valid_to) && daterange(NEW.valid_from, NEW.valid_to))
     AND EXISTS (SELECT 1 FROM population.residence n WHERE n.person = NEW.person AND n.id = NEW.id AND n.known_to IS NULL) THEN
    RAISE EXCEPTION 'overlapping permanent residence of a person' USING ERRCODE = 'exclusion_violation',
      CONSTRAINT = 'residence_apart';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER residence_apart AFTER INSERT ON population.residence
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'permanent')
  EXECUTE FUNCTION population.residence_apart();

-- Beliefs are added and ended, never changed and never deleted.
GRANT SELECT, INSERT ON population.act, population.person, population.personal, population.identifier,
  population.document, population.household, population.home, population.residence, population.relation,
  population.search, population.change TO lienthong_app;
GRANT UPDATE (known_to, ended_by) ON population.personal, population.identifier, population.document,
  population.home, population.residence, population.relation TO lienthong_app;
GRANT UPDATE (held) ON population.person, population.household TO lienthong_app;
GRANT UPDATE (folded_name, birth_year, birth_on, commune, alive) ON population.search TO lienthong_app;
