-- What a dossier costs (phí, lệ phí) by the rule of its own day, and how that was settled at a counter. Nothing where it
-- is free. A rule that no source confirms says so here too.
CREATE TABLE casework.fee (
  dossier        uuid NOT NULL REFERENCES casework.dossier,
  step           text NOT NULL,
  channel        text NOT NULL CHECK (channel IN ('desk', 'online', 'post')),
  amount         bigint NOT NULL CHECK (amount > 0),
  article        text NOT NULL CHECK (article <> ''),
  confirmed      boolean NOT NULL,
  settled        text CHECK (settled IN ('collected', 'exempt')),
  settled_at     timestamptz,
  settled_by     uuid,
  agency         text,
  words          text,
  PRIMARY KEY (dossier, step),
  CHECK (num_nonnulls(settled, settled_at, settled_by, agency) IN (0, 4)),
  CHECK (settled <> 'exempt' OR words <> '')
);
GRANT SELECT, INSERT ON casework.fee TO lienthong_app;
GRANT UPDATE (settled, settled_at, settled_by, agency, words) ON casework.fee TO lienthong_app;
