-- What the person at the counter agreed to: it goes with the dossier.
SELECT consent FROM casework.draft WHERE id = $1
