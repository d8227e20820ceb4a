-- Whether this account already submitted under this key.
SELECT id, code FROM casework.dossier WHERE account = $1 AND submission_key = $2
