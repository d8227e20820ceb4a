-- Notes an attempt before its password is looked at; until it is settled it counts as wrong.
INSERT INTO identity.attempt (id, name_hash, address_hash, at, outcome) VALUES ($1, $2, $3, $4, 'pending')
