-- Kind, person and shown name of the accounts asked for.
SELECT id, kind, person, display_name FROM identity.account WHERE id = ANY ($1::uuid[])
