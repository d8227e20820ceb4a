-- Keeps what an action did, so that the second time finds it.
INSERT INTO casework.answered (key, account, action, outcome, at) VALUES ($1, $2, $3, $4, $5)
