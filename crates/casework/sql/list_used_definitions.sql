-- The definitions that open drafts and dossiers run under.
SELECT definition FROM casework.draft WHERE submitted IS NULL
UNION
SELECT definition FROM casework.dossier
