-- What an action under this key did the first time.
SELECT outcome FROM casework.answered WHERE key = $1 AND account = $2
