-- All wake-ups of a transaction in one call of the job runner: one lock a key, one notification a commit.
-- PL/pgSQL keeps the plan from call to call.
CREATE OR REPLACE FUNCTION job.wake(tasks text[], keys text[], payloads jsonb[], after_seconds int[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_jobs(ARRAY(
    -- A key twice in one transaction is one wake-up, the last that was asked for.
    SELECT DISTINCT ON (u.key)
           (u.task, u.payload::json, NULL,
            CASE WHEN u.delay > 0 THEN now() + make_interval(secs => u.delay) END,
            NULL, u.key, NULL, NULL)::graphile_worker.job_spec
    FROM unnest(tasks, keys, payloads, after_seconds) WITH ORDINALITY AS u (task, key, payload, delay, place)
    ORDER BY u.key, u.place DESC));
END
$$;
