-- What changed for a draft when its procedure was replaced, so that the form can say so.
ALTER TABLE casework.draft ADD COLUMN moved jsonb;
