-- A part's result was handed over at a counter.
INSERT INTO casework.handout (id, leg, receiver, paper, handed_at, handed_by, agency) VALUES ($1, $2, $3, $4, $5, $6, $7)
