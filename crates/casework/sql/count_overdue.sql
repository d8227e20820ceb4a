-- Work that should have been done by then: notices, questions to outside systems, documents.
SELECT (SELECT count(*) FROM casework.notice n WHERE n.state = 'waiting' AND n.not_before < $1) AS notices,
       (SELECT count(*) FROM casework.handover h WHERE h.state = 'asked' AND h.next_attempt_at < $1) AS questions,
       (SELECT count(*) FROM casework.result r WHERE r.pdf_hash IS NULL AND r.issued_at < $1) AS documents
