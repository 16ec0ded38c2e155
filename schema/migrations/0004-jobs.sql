-- Jobs: starts that are counted and fenced, effects that are recorded, dead letters that people see and retry.

ALTER TABLE job_run
  ADD COLUMN id text,
  ADD COLUMN subject_id text GENERATED ALWAYS AS (data ->> 'subjectId') STORED,
  ADD COLUMN crashes integer NOT NULL DEFAULT 0,
  ADD COLUMN alone boolean NOT NULL DEFAULT false,
  ADD COLUMN given_back integer NOT NULL DEFAULT 0,
  ADD COLUMN expected_by timestamptz,
  ADD COLUMN first_failed_at timestamptz,
  ADD COLUMN last_failed_at timestamptz,
  ADD COLUMN retries integer NOT NULL DEFAULT 0,
  ADD COLUMN retried_at timestamptz,
  ADD COLUMN retried_by text;
UPDATE job_run SET id = 'job_' || md5(job_id), expected_by = updated_at + interval '2 minutes',
  first_failed_at = CASE WHEN status IN ('DEAD', 'WAITING_RETRY') THEN updated_at END,
  last_failed_at = CASE WHEN status IN ('DEAD', 'WAITING_RETRY') THEN updated_at END;
ALTER TABLE job_run ALTER COLUMN id SET NOT NULL, ADD UNIQUE (seller_id, id);

COMMENT ON COLUMN job_run.crashes IS 'Starts whose end nobody recorded: the worker died, hung or was stopped.';
COMMENT ON COLUMN job_run.alone IS 'Whether the latest start had its process to itself.';
COMMENT ON COLUMN job_run.given_back IS 'Starts in a row that an outage ended; they do not count.';
COMMENT ON COLUMN job_run.expected_by IS 'While RUNNING or WAITING_RETRY: later than this, no queue knows the job any more.';

DROP INDEX job_run_dead;
CREATE INDEX job_run_unfinished ON job_run (seller_id, queue, subject_id) WHERE status <> 'DONE';
CREATE INDEX job_run_forgotten ON job_run (expected_by) WHERE status IN ('RUNNING', 'WAITING_RETRY');
CREATE INDEX job_run_dead_letters ON job_run (seller_id, last_failed_at DESC, id DESC) WHERE status = 'DEAD';
CREATE INDEX job_run_all_dead_letters ON job_run (last_failed_at DESC, id DESC) WHERE status = 'DEAD';

CREATE FUNCTION keep_dead_letters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'job_run %: a dead letter is never deleted, nor one that somebody retried', OLD.job_id;
END $$;
CREATE TRIGGER keep_dead_letters BEFORE DELETE ON job_run FOR EACH ROW
  WHEN (OLD.status = 'DEAD' OR OLD.retried_at IS NOT NULL) EXECUTE FUNCTION keep_dead_letters();

-- What jobs have done, each once: a second job for the same effect on the same version finds its row and does nothing.
CREATE TABLE job_effect (
  seller_id text NOT NULL,
  effect_key text NOT NULL CHECK (length(effect_key) BETWEEN 1 AND 300),
  version integer NOT NULL,
  job_id text NOT NULL,
  start integer NOT NULL,
  done_at timestamptz NOT NULL,
  PRIMARY KEY (seller_id, effect_key, version)
);
COMMENT ON TABLE job_effect IS 'Effects of jobs, written in the commit of the effect.';
CREATE INDEX job_effect_by_age ON job_effect (seller_id, done_at);
ALTER TABLE job_effect ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_effect FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON job_effect FOR SELECT TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]));
CREATE POLICY tenant_insert ON job_effect FOR INSERT TO countersign_app
  WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY tenant_delete ON job_effect FOR DELETE TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY not_for_customers ON job_effect AS RESTRICTIVE TO countersign_app
  USING ((SELECT organization_scope()) IS NULL);
GRANT SELECT, INSERT, DELETE ON job_effect TO countersign_app;

-- The lane of suspects: of the jobs of one queue that were running when a worker died, one runs at a time. Belongs to no
-- tenant, so that only the gate touches it. PostgreSQL's own clock decides, because processes must agree.
CREATE TABLE job_lane (
  queue text PRIMARY KEY,
  job_id text NOT NULL,
  expires_at timestamptz NOT NULL
);
ALTER TABLE job_lane ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_lane FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON job_lane TO countersign_gate USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON job_lane TO countersign_gate;
REVOKE ALL ON job_lane FROM countersign_app;

-- Takes or keeps the lane for a job; true when it has it. Whoever dies loses it by time.
CREATE FUNCTION gate.take_job_lane(p_queue text, p_job_id text, p_milliseconds integer) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH taken AS (
    INSERT INTO job_lane AS l (queue, job_id, expires_at)
      VALUES (p_queue, p_job_id, clock_timestamp() + p_milliseconds * interval '1 millisecond')
    ON CONFLICT (queue) DO UPDATE SET job_id = excluded.job_id, expires_at = excluded.expires_at
      WHERE l.job_id = excluded.job_id OR l.expires_at < clock_timestamp()
    RETURNING 1)
  SELECT EXISTS (SELECT FROM taken)
$$;

CREATE FUNCTION gate.leave_job_lane(p_queue text, p_job_id text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  DELETE FROM job_lane WHERE queue = p_queue AND job_id = p_job_id
$$;

-- Runs that should have ended or begun again by now: their queue has lost them, or gave them up by itself. Each is
-- answered to one caller, and again after another minute.
GRANT UPDATE (expected_by) ON job_run TO countersign_gate;
CREATE FUNCTION gate.forgotten_runs(p_now timestamptz, p_limit integer)
  RETURNS TABLE (job_id text, seller_id text, queue text, data jsonb)
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  UPDATE job_run r SET expected_by = p_now + interval '1 minute'
    FROM (SELECT f.job_id FROM job_run f WHERE f.status IN ('RUNNING', 'WAITING_RETRY') AND f.expected_by < p_now
      ORDER BY f.expected_by LIMIT p_limit FOR UPDATE SKIP LOCKED) AS forgotten
    WHERE r.job_id = forgotten.job_id
    RETURNING r.job_id, r.seller_id, r.queue, r.data
$$;

-- Dead letters of every seller, newest failure first: for the platform's operator.
CREATE FUNCTION gate.dead_letters(p_seller_id text, p_queue text, p_subject_id text, p_before timestamptz,
    p_before_id text, p_limit integer) RETURNS SETOF countersign.job_run
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT * FROM job_run WHERE status = 'DEAD'
    AND (p_seller_id IS NULL OR seller_id = p_seller_id) AND (p_queue IS NULL OR queue = p_queue)
    AND (p_subject_id IS NULL OR subject_id = p_subject_id)
    AND (p_before IS NULL OR (last_failed_at, id) < (p_before, p_before_id))
    ORDER BY last_failed_at DESC, id DESC LIMIT p_limit
$$;

-- One run of any seller that is or was a dead letter: for the platform's operator.
CREATE FUNCTION gate.find_dead_letter(p_id text) RETURNS SETOF countersign.job_run
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT * FROM job_run WHERE id = p_id AND (status = 'DEAD' OR retried_at IS NOT NULL)
$$;

CREATE FUNCTION gate.count_dead_letters() RETURNS TABLE (queue text, count integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT queue, count(*)::integer FROM job_run WHERE status = 'DEAD' GROUP BY queue
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'gate'::regnamespace
    AND p.proname IN ('take_job_lane', 'leave_job_lane', 'forgotten_runs', 'dead_letters', 'find_dead_letter',
      'count_dead_letters') LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
