-- Which of these files a draft, a dossier or a result still needs.
SELECT h.hash FROM unnest($1::text[]) AS h (hash)
WHERE EXISTS (SELECT 1 FROM casework.paper p WHERE p.hash = h.hash AND p.removed_at IS NULL)
   OR EXISTS (SELECT 1 FROM casework.result r WHERE r.pdf_hash = h.hash)
