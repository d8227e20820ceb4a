-- A finding is closed by an officer with a reason, and the reason is kept. The national register's own books are compared
-- too: what it holds under a hand-over that we do not know is a finding of its own, without a hand-over of ours.
ALTER TABLE casework.finding
  ALTER COLUMN handover DROP NOT NULL,
  ADD COLUMN foreign_ref uuid UNIQUE,
  ADD COLUMN closed_by uuid,
  ADD COLUMN reason text CHECK (length(reason) BETWEEN 1 AND 500),
  DROP CONSTRAINT finding_kind_check,
  ADD CONSTRAINT finding_kind_check CHECK (kind IN ('lost', 'doubled', 'diverged', 'unknown')),
  ADD CONSTRAINT finding_of_one CHECK (num_nonnulls(handover, foreign_ref) = 1),
  ADD CONSTRAINT finding_closed_with_reason CHECK ((closed_by IS NULL) = (reason IS NULL) AND (closed_by IS NULL OR closed_at IS NOT NULL));
CREATE INDEX finding_closed ON casework.finding (closed_at DESC) WHERE closed_by IS NOT NULL;

GRANT UPDATE (closed_by, reason) ON casework.finding TO lienthong_app;
