-- A paper of a submitted dossier stays where it is, whatever a statement says: only papers of a draft are thrown away.
CREATE FUNCTION casework.keep_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a paper of a dossier is neither deleted nor moved to another' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'paper_of_dossier_kept';
END $$;

CREATE TRIGGER paper_of_dossier_not_deleted BEFORE DELETE ON casework.paper
  FOR EACH ROW WHEN (OLD.dossier IS NOT NULL) EXECUTE FUNCTION casework.keep_paper();
CREATE TRIGGER paper_of_dossier_not_moved BEFORE UPDATE OF dossier ON casework.paper
  FOR EACH ROW WHEN (OLD.dossier IS NOT NULL AND NEW.dossier IS DISTINCT FROM OLD.dossier) EXECUTE FUNCTION casework.keep_paper();
