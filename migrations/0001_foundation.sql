-- The program's role, wake-ups, and the access trail.
-- The running program acts as lienthong_app: it may add and end beliefs, never delete them.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'lienthong_app') THEN
    CREATE ROLE lienthong_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- another database of the same cluster was migrated at the same moment
END
$$;

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Wake-ups. The job runner protects its tables by row-level security, so the program adds jobs through
-- this one function, which runs as the owner.
CREATE SCHEMA job;
GRANT USAGE ON SCHEMA job TO lienthong_app;

CREATE FUNCTION job.wake(tasks text[], keys text[], payloads jsonb[], after_seconds int[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT graphile_worker.add_job(
    identifier => u.task, payload => u.payload::json, job_key => u.key,
    run_at => CASE WHEN u.delay > 0 THEN now() + make_interval(secs => u.delay) END)
  FROM unnest(tasks, keys, payloads, after_seconds) AS u (task, key, payload, delay);
$$;
REVOKE ALL ON FUNCTION job.wake(text[], text[], jsonb[], int[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION job.wake(text[], text[], jsonb[], int[]) TO lienthong_app;

-- The trail: who saw whom, why, which fields. By month, so that old months can be archived whole.
CREATE SCHEMA trail;
GRANT USAGE ON SCHEMA trail TO lienthong_app;

CREATE TABLE trail.access (
  id           bigint GENERATED ALWAYS AS IDENTITY,
  at           timestamptz NOT NULL,
  request      uuid NOT NULL,
  actor_kind   text NOT NULL CHECK (actor_kind IN ('stranger', 'citizen', 'officer', 'system')),
  account      uuid,
  viewer       uuid,
  agency       text,
  task         text,
  purpose      text NOT NULL,
  ground       text NOT NULL CHECK (ground <> ''),
  dossier      uuid,
  person       uuid,
  unknown_hash bytea,
  run          text,
  fields       text NOT NULL,
  CHECK (num_nonnulls(person, unknown_hash, run) = 1)
) PARTITION BY RANGE (at);
CREATE INDEX access_by_person ON trail.access (person, at DESC) WHERE person IS NOT NULL;
CREATE INDEX access_by_dossier ON trail.access (dossier, at) WHERE dossier IS NOT NULL;

-- A row must never be lost because nobody made its month: the default partition takes it.
CREATE TABLE trail.access_other PARTITION OF trail.access DEFAULT;

CREATE FUNCTION trail.prepare_months(from_day date, months int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  first_day date;
  name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('trail.prepare_months'));
  FOR i IN 0 .. months - 1 LOOP
    first_day := (date_trunc('month', from_day) + make_interval(months => i))::date;
    name := 'access_' || to_char(first_day, 'YYYY_MM');
    IF to_regclass('trail.' || name) IS NULL
       AND NOT EXISTS (SELECT 1 FROM trail.access_other
                       WHERE at >= first_day AND at < first_day + interval '1 month') THEN
      EXECUTE format('CREATE TABLE trail.%I PARTITION OF trail.access FOR VALUES FROM (%L) TO (%L)',
                     name, first_day, (first_day + interval '1 month')::date);
    END IF;
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION trail.prepare_months(date, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION trail.prepare_months(date, int) TO lienthong_app;
GRANT SELECT, INSERT ON trail.access TO lienthong_app;
