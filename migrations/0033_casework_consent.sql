-- Whose agreement a change of residence needs (ý kiến đồng ý), how it is given, and who has seen it.
CREATE TABLE casework.consent (
  id             uuid PRIMARY KEY,
  dossier        uuid NOT NULL REFERENCES casework.dossier,
  who            text NOT NULL CHECK (who IN ('head', 'owner', 'parent')),
  person         uuid,
  way            text NOT NULL CHECK (way IN ('self', 'vneid', 'signed', 'as_head', 'filed')),
  article        text NOT NULL,
  state          text NOT NULL CHECK (state IN ('stated', 'given', 'declined', 'checked')),
  stated_at      timestamptz NOT NULL,
  answered_at    timestamptz,
  answered_by    uuid,
  CONSTRAINT consent_once UNIQUE (dossier, who),
  CHECK ((state = 'stated') = (answered_at IS NULL)),
  CHECK ((answered_at IS NULL) = (answered_by IS NULL))
);
CREATE INDEX consent_asked_of ON casework.consent (person) WHERE state = 'stated' AND way = 'vneid';

GRANT SELECT, INSERT ON casework.consent TO lienthong_app;
GRANT UPDATE (person, way, state, stated_at, answered_at, answered_by) ON casework.consent TO lienthong_app;
