-- A draft of this account, locked so that two devices do not overwrite each other.
SELECT id, applicant, procedure, definition, door, agency, consent, answers, notice, moved, page, revision, updated_at, submitted
FROM casework.draft WHERE id = $1 AND account = $2 FOR UPDATE
