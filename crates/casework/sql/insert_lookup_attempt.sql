-- Somebody looked a dossier up by its code and secret.
INSERT INTO casework.lookup_attempt (at, address_hash, code_hash, found) VALUES ($1, $2, $3, $4)
