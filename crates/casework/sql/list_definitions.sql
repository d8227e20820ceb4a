-- Every definition that is kept.
SELECT hash, files FROM casework.definition
