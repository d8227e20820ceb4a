-- The old social-insurance number (mã số bảo hiểm xã hội) that the insurance register knows a child under, for the officer.
-- Since 2025-08-01 the personal number stands on a card; old systems still ask for the old one.
CREATE TABLE casework.insurance_number (
  handover       uuid PRIMARY KEY REFERENCES casework.handover,
  legacy         text NOT NULL CHECK (legacy ~ '^[0-9]{10}$'),
  card           text NOT NULL CHECK (card ~ '^[A-Z]{2}[1-5][0-9]{12}$'),
  agrees         boolean NOT NULL,
  found_at       timestamptz NOT NULL
);
GRANT SELECT, INSERT ON casework.insurance_number TO lienthong_app;
