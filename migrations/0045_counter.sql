-- The one-stop counter (bộ phận một cửa): where a dossier was received, and who was handed which result.
ALTER TABLE casework.dossier ADD COLUMN counter text;
CREATE INDEX dossier_by_unit ON casework.dossier (unit_code, submitted_at DESC);
CREATE INDEX dossier_by_counter ON casework.dossier (counter, submitted_at DESC) WHERE counter IS NOT NULL;

-- A leg's result was handed over at a counter. Never changed.
CREATE TABLE casework.handout (
  id             uuid PRIMARY KEY,
  leg            uuid NOT NULL REFERENCES casework.leg,
  receiver       text NOT NULL CHECK (receiver IN ('applicant', 'proxy')),
  paper          text NOT NULL DEFAULT '',
  handed_at      timestamptz NOT NULL,
  handed_by      uuid NOT NULL,
  agency         text NOT NULL,
  CONSTRAINT handout_once UNIQUE (leg),
  CHECK (receiver = 'applicant' OR paper <> '')
);
GRANT SELECT, INSERT ON casework.handout TO lienthong_app;
