-- A paper that could not be made, or not with every character, is a finding too: somebody has to look into it.
ALTER TABLE casework.finding
  ADD COLUMN result uuid REFERENCES casework.result,
  DROP CONSTRAINT finding_kind_check,
  ADD CONSTRAINT finding_kind_check CHECK (kind IN ('lost', 'doubled', 'diverged', 'unknown', 'refused', 'unmade', 'unprinted')),
  DROP CONSTRAINT finding_of_one,
  ADD CONSTRAINT finding_of_one CHECK (num_nonnulls(handover, foreign_ref, result) = 1),
  ADD CONSTRAINT finding_of_paper CHECK ((result IS NOT NULL) = (kind IN ('unmade', 'unprinted'))),
  ADD CONSTRAINT finding_paper_once UNIQUE (result, kind);
