-- Long-running work that people watch, and what it could not do, item by item.

CREATE TABLE activity (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text,
  kind text NOT NULL,
  status text NOT NULL CHECK (status IN ('QUEUED', 'RUNNING', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED')),
  version integer NOT NULL DEFAULT 1,
  input jsonb NOT NULL,
  marker jsonb,
  resumable boolean NOT NULL DEFAULT false,
  total integer CHECK (total >= 0),
  done integer NOT NULL DEFAULT 0 CHECK (done >= 0),
  counts jsonb NOT NULL DEFAULT '{}',
  error_count integer NOT NULL DEFAULT 0 CHECK (error_count >= 0),
  failure_code text,
  failure_message text,
  began_by text NOT NULL,
  began_by_name text NOT NULL,
  began_by_kind text NOT NULL CHECK (began_by_kind IN ('USER', 'API_KEY', 'SYSTEM')),
  began_by_roles text[] NOT NULL,
  began_by_permissions text[] NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id),
  CHECK ((ended_at IS NULL) = (status IN ('QUEUED', 'RUNNING'))),
  CHECK ((failure_code IS NOT NULL) = (status = 'FAILED'))
);
COMMENT ON COLUMN activity.input IS 'What its job works on.';
COMMENT ON COLUMN activity.marker IS 'Where its job goes on after a stop, written in the commit of what was done.';
CREATE INDEX activity_recent ON activity (seller_id, created_at DESC, id DESC);
CREATE INDEX activity_of_organization ON activity (seller_id, organization_id, created_at DESC, id DESC);
CREATE INDEX activity_open ON activity (updated_at) WHERE status IN ('QUEUED', 'RUNNING');

CREATE TABLE activity_error (
  seller_id text NOT NULL,
  activity_id text NOT NULL,
  position integer NOT NULL CHECK (position >= 0),
  ordinal integer NOT NULL CHECK (ordinal >= 0),
  path text[] NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  PRIMARY KEY (seller_id, activity_id, position, ordinal),
  FOREIGN KEY (seller_id, activity_id) REFERENCES activity (seller_id, id)
);
COMMENT ON COLUMN activity_error.position IS 'The line of the file, or the place of the item in the list, from 1; 0: the whole.';

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['activity', 'activity_error'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY tenant_read ON %I FOR SELECT TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY tenant_insert ON %I FOR INSERT TO countersign_app
      WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY tenant_update ON %I FOR UPDATE TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))
      WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))$p$, t);
  END LOOP;
  CREATE POLICY organization_scope ON activity AS RESTRICTIVE TO countersign_app
    USING (CASE WHEN (SELECT organization_scope()) IS NULL THEN true
      ELSE organization_id = ANY ((SELECT organization_scope())::text[]) END);
  CREATE POLICY not_for_customers ON activity_error AS RESTRICTIVE TO countersign_app
    USING ((SELECT organization_scope()) IS NULL);
END $$;
GRANT SELECT, INSERT, UPDATE ON activity TO countersign_app;
GRANT SELECT, INSERT ON activity_error TO countersign_app;
REVOKE UPDATE, DELETE ON activity_error FROM countersign_app;
REVOKE DELETE ON activity FROM countersign_app;

-- What a reseller's own systems call a customer, and what they know of it.
ALTER TABLE organization
  ADD COLUMN external_references jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(external_references) = 'object'),
  ADD COLUMN custom_attributes jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(custom_attributes) = 'object');
CREATE INDEX organization_by_references ON organization USING gin (external_references jsonb_path_ops);

-- Users are listed by name, by log-in name and by age.
CREATE INDEX app_user_by_last_name ON app_user (seller_id, last_name, id);
CREATE INDEX app_user_by_login ON app_user (seller_id, email, id);
CREATE INDEX app_user_recent ON app_user (seller_id, created_at, id);

-- The reconciler: activities that nobody works on, though they have not ended. What is a dead letter waits for people;
-- the run of an activity is known by it.
GRANT SELECT ON activity TO countersign_gate;
CREATE POLICY gate ON activity TO countersign_gate USING (true) WITH CHECK (true);
CREATE FUNCTION gate.waiting_activities(p_before timestamptz, p_limit integer)
  RETURNS TABLE (kind text, seller_id text, subject_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT a.kind, a.seller_id, a.id FROM activity a
    WHERE a.status IN ('QUEUED', 'RUNNING') AND a.updated_at < p_before
      AND NOT EXISTS (SELECT FROM job_run r WHERE r.seller_id = a.seller_id AND r.subject_id = a.id AND r.status <> 'DONE')
    ORDER BY a.updated_at LIMIT p_limit
$$;
CREATE INDEX job_run_of_subject ON job_run (seller_id, subject_id) WHERE status <> 'DONE';

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.waiting_activities(timestamptz, integer)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
