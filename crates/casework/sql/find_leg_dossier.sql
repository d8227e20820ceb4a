-- Which dossier a leg belongs to.
SELECT dossier FROM casework.leg WHERE id = $1
