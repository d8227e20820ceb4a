-- A late part gets a new date with an apology (văn bản xin lỗi, Mẫu 04); an act may be taken back before its notice leaves.
CREATE TABLE casework.extension (
  id             uuid PRIMARY KEY,
  leg            uuid NOT NULL REFERENCES casework.leg,
  words          text NOT NULL CHECK (words <> ''),
  due_before     timestamptz NOT NULL,
  due_after      timestamptz NOT NULL CHECK (due_after > due_before),
  made_at        timestamptz NOT NULL CHECK (made_at < due_after),
  made_by        uuid NOT NULL,
  undone_at      timestamptz
);
CREATE INDEX extension_by_leg ON casework.extension (leg, made_at);

-- What an officer took back was never asked of the citizen.
ALTER TABLE casework.supplement ADD COLUMN undone_at timestamptz;
-- The key of the act that a notice tells of, where that act can be taken back.
ALTER TABLE casework.notice ADD COLUMN undo uuid;

GRANT SELECT, INSERT ON casework.extension TO lienthong_app;
GRANT UPDATE (undone_at) ON casework.extension TO lienthong_app;
GRANT UPDATE (undone_at) ON casework.supplement TO lienthong_app;
