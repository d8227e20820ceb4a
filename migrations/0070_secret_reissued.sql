-- A lost look-up secret is replaced by another, and the old one ends.
GRANT UPDATE (secret_hash) ON casework.dossier TO lienthong_app;
