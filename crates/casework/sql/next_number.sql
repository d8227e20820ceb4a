-- The next number of a counter. The row lock lasts until commit, so numbers have no holes.
INSERT INTO casework.sequence AS s (name, last) VALUES ($1, 1)
ON CONFLICT (name) DO UPDATE SET last = s.last + 1
RETURNING last
