-- A late part is promised for another day.
INSERT INTO casework.extension (id, leg, words, due_before, due_after, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7)
