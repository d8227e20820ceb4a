-- Whether a definition is kept already.
SELECT hash FROM casework.definition WHERE hash = $1
