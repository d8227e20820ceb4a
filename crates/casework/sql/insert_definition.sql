-- Keeps a definition as the first draft or dossier begins with it.
INSERT INTO casework.definition (hash, procedure, version, files, first_used_at)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING
