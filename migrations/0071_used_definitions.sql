-- Which definitions are used is asked at every start: answered from the few values of an index, not from every dossier.
CREATE INDEX dossier_by_definition ON casework.dossier (definition);
CREATE INDEX draft_open_by_definition ON casework.draft (definition) WHERE submitted IS NULL;
