-- One birth notice (giấy chứng sinh) is for one child, so it serves one dossier that was neither refused nor withdrawn.
ALTER TABLE casework.dossier
  ADD COLUMN notice_code text,
  ADD COLUMN notice_twins boolean,
  ADD CONSTRAINT dossier_notice_whole CHECK ((notice_code IS NULL) = (notice_twins IS NULL));
CREATE UNIQUE INDEX dossier_notice_once ON casework.dossier (notice_code)
  WHERE notice_code IS NOT NULL AND status NOT IN (3, 8);
