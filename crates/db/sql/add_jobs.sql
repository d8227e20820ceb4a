-- Adds the wake-ups of one transaction; equal keys replace each other until one has run.
SELECT job.wake($1::text[], $2::text[], $3::jsonb[], $4::int[])
