-- The definitions that drafts and dossiers began with, as the files they are made of. A program that carries a mended
-- one still finds the one it was, so that a dossier ends with what it began with.
CREATE TABLE casework.definition (
  hash           text PRIMARY KEY,
  procedure      text NOT NULL,
  version        text NOT NULL,
  files          jsonb NOT NULL,
  first_used_at  timestamptz NOT NULL
);
GRANT SELECT, INSERT ON casework.definition TO lienthong_app;
