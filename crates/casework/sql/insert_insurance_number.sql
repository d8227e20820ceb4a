-- The old number that the insurance register has; the first answer stays.
INSERT INTO casework.insurance_number (handover, legacy, card, agrees, found_at)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (handover) DO NOTHING
