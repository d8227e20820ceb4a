-- The old number that was found for a part of a dossier.
SELECT n.legacy, n.card, n.agrees FROM casework.insurance_number n
JOIN casework.handover h ON h.id = n.handover WHERE h.leg = $1
