-- One agency, in force or not.
SELECT code, name, kind, unit_code, valid_from, valid_to, confirmed FROM identity.agency WHERE code = $1
