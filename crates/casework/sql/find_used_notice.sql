-- Whether a dossier that was neither refused nor withdrawn rests on this birth notice.
SELECT EXISTS (SELECT 1 FROM casework.dossier WHERE notice_code = $1 AND status NOT IN (3, 8)) AS used
