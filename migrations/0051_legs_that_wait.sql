-- Where a leg goes on after a supplement, and what waits for a number by whose hand.
ALTER TABLE casework.leg ADD COLUMN supplement_from smallint CHECK (supplement_from BETWEEN 1 AND 10);
GRANT UPDATE (supplement_from) ON casework.leg TO lienthong_app;
CREATE INDEX leg_held ON casework.leg (unit_code, claimed_at) WHERE claimed_by IS NOT NULL AND finished_at IS NULL;

-- A number that is refused or cannot be right waits for an officer of the gate, and is a finding of its own.
CREATE INDEX handover_number_open ON casework.handover (leg) WHERE kind = 'number' AND state IN ('asked', 'refused');
ALTER TABLE casework.finding
  DROP CONSTRAINT finding_kind_check,
  ADD CONSTRAINT finding_kind_check CHECK (kind IN ('lost', 'doubled', 'diverged', 'unknown', 'refused'));
