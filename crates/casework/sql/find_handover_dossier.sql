-- Which dossier a hand-over belongs to: the dossier is locked first.
SELECT dossier FROM casework.handover WHERE id = $1
