-- When a PDF that could not be made is tried again, so that it does not stand before all others.
ALTER TABLE casework.result
  ADD COLUMN pdf_attempts int NOT NULL DEFAULT 0,
  ADD COLUMN pdf_after timestamptz;
GRANT UPDATE (pdf_attempts, pdf_after) ON casework.result TO lienthong_app;
