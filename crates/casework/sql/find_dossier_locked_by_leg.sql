-- The dossier of a leg, locked first of all: dossier, household, person.
SELECT id, code, procedure, definition, door, account, applicant, assisted_by, agency, counter, unit_code, answers, people,
       notice_code, notice_twins, subject,
       status, submitted_at, due_at, finished_at, filed_late, secret_hash
FROM casework.dossier WHERE id = (SELECT dossier FROM casework.leg WHERE id = $1) FOR UPDATE
