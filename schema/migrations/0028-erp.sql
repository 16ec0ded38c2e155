-- Orders go into a reseller's ERP: connections with their credentials and crosswalks, and one visible task per order and
-- connection. A task is leased while it is pushed; everything that decides when (attempts, the next one) stands here.

CREATE TABLE erp_connection (
  id text PRIMARY KEY,
  seller_id text NOT NULL REFERENCES organization (id),
  created_by text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('TRYTON')),
  name text NOT NULL CHECK (length(name) <= 200),
  url text NOT NULL CHECK (length(url) <= 2048),
  database text NOT NULL CHECK (length(database) <= 200),
  username text NOT NULL CHECK (length(username) <= 200),
  sealed_password text,
  push_from text NOT NULL CHECK (push_from IN ('PLACED', 'APPROVED')),
  confirms boolean NOT NULL,
  price_digits integer NOT NULL CHECK (price_digits BETWEEN 2 AND 8),
  status text NOT NULL CHECK (status IN ('ACTIVE', 'PAUSED')),
  test_status text CHECK (test_status IN ('PENDING', 'PASSED', 'FAILED')),
  test_message text,
  test_requested_at timestamptz,
  tested_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz,
  UNIQUE (seller_id, id),
  CHECK ((sealed_password IS NULL) = (deleted_at IS NOT NULL)),
  CHECK ((test_status IS NULL) = (test_requested_at IS NULL))
);
COMMENT ON COLUMN erp_connection.sealed_password IS 'Encrypted for this connection; gone once it is deleted.';
CREATE INDEX erp_connection_of_seller ON erp_connection (seller_id, id) WHERE deleted_at IS NULL;
CREATE INDEX erp_connection_to_test ON erp_connection (test_requested_at) WHERE test_status = 'PENDING';

CREATE TABLE erp_crosswalk (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  connection_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('CUSTOMER', 'ITEM', 'UNIT', 'TAX')),
  key text NOT NULL CHECK (length(key) <= 200),
  external_key text NOT NULL CHECK (length(external_key) <= 200),
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, connection_id, kind, key),
  FOREIGN KEY (seller_id, connection_id) REFERENCES erp_connection (seller_id, id)
);
COMMENT ON COLUMN erp_crosswalk.external_key IS 'What the ERP calls what we call key: its code, symbol or description.';

CREATE TABLE erp_push (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  connection_id text NOT NULL,
  order_id text NOT NULL,
  order_number text NOT NULL,
  operation text NOT NULL CHECK (operation IN ('WRITE', 'CANCEL')),
  revision integer NOT NULL CHECK (revision >= 1),
  status text NOT NULL CHECK (status IN ('PENDING', 'PUSHED', 'REFUSED', 'FAILED', 'GIVEN_UP')),
  attempts integer NOT NULL DEFAULT 0,
  problems jsonb NOT NULL DEFAULT '[]',
  next_attempt_at timestamptz,
  lease_id text,
  lease_until timestamptz,
  external_id text,
  external_number text,
  external_state text CHECK (external_state IN ('DRAFT', 'CONFIRMED', 'IN_PROGRESS', 'DONE', 'CANCELLED')),
  pushed_revision integer,
  pushed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, order_id, connection_id),
  FOREIGN KEY (seller_id, connection_id) REFERENCES erp_connection (seller_id, id),
  FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id),
  CHECK ((lease_id IS NULL) = (lease_until IS NULL)),
  CHECK (status IN ('PENDING', 'FAILED') OR next_attempt_at IS NULL),
  CHECK (status <> 'FAILED' OR next_attempt_at IS NOT NULL)
);
COMMENT ON COLUMN erp_push.revision IS 'Of the order: what the ERP is to hold.';
COMMENT ON COLUMN erp_push.problems IS 'What the last attempt met: code, sentence and path of each.';
COMMENT ON COLUMN erp_push.next_attempt_at IS 'Null while nothing is to be done, and while the order is being edited.';
COMMENT ON COLUMN erp_push.lease_until IS 'While it is pushed: later than this its worker is dead, and it is pushed again.';
CREATE INDEX erp_push_recent ON erp_push (seller_id, created_at DESC, id DESC);
CREATE INDEX erp_push_by_status ON erp_push (seller_id, status, created_at DESC, id DESC);
CREATE INDEX erp_push_by_connection ON erp_push (seller_id, connection_id, created_at DESC, id DESC);
CREATE INDEX erp_push_due ON erp_push (next_attempt_at) WHERE status IN ('PENDING', 'FAILED');

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['erp_connection', 'erp_crosswalk', 'erp_push'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY tenant_read ON %I FOR SELECT TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY tenant_insert ON %I FOR INSERT TO countersign_app
      WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY tenant_update ON %I FOR UPDATE TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))
      WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY not_for_customers ON %I AS RESTRICTIVE TO countersign_app
      USING ((SELECT organization_scope()) IS NULL)$p$, t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO countersign_app', t);
    EXECUTE format('REVOKE DELETE ON %I FROM countersign_app', t);
  END LOOP;
END $$;
CREATE POLICY tenant_delete ON erp_crosswalk FOR DELETE TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
GRANT DELETE ON erp_crosswalk TO countersign_app;
GRANT SELECT ON erp_connection, erp_push TO countersign_gate;
CREATE POLICY gate ON erp_connection TO countersign_gate USING (true) WITH CHECK (true);
CREATE POLICY gate ON erp_push TO countersign_gate USING (true) WITH CHECK (true);

-- An event that may change what an ERP holds waits for its tasks until the commit that makes them, as webhooks do.
ALTER TABLE outbox_event ADD COLUMN erp_due boolean NOT NULL DEFAULT false;
CREATE INDEX outbox_event_erp_due ON outbox_event (published_at) WHERE erp_due;
GRANT UPDATE (erp_due) ON outbox_event TO countersign_gate;

-- As before; and what an ERP has to hear of, where there is one.
CREATE OR REPLACE FUNCTION gate.publish_events(
    p_ids text[], p_offered text[], p_notified text[], p_now timestamptz, p_jobs_due_at timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('countersign.feed'));
  UPDATE outbox_event e SET published_at = p_now, feed_position = p.position, jobs_due_at = p_jobs_due_at,
      fan_out_due = e.id = ANY (p_offered), notify_due = e.id = ANY (p_notified),
      erp_due = e.type IN ('order.placed', 'order.resubmitted', 'order.approved', 'order.rejected', 'order.cancelled',
          'order.expired')
        AND EXISTS (SELECT FROM erp_connection c WHERE c.seller_id = e.seller_id AND c.deleted_at IS NULL)
    FROM (SELECT id, nextval('outbox_feed_position') AS position
          FROM (SELECT id FROM outbox_event WHERE id = ANY (p_ids) AND published_at IS NULL ORDER BY id) AS ordered) AS p
    WHERE e.id = p.id;
  UPDATE outbox_event SET jobs_due_at = p_jobs_due_at WHERE id = ANY (p_ids) AND jobs_due_at < p_jobs_due_at;
END $$;

-- Called first in the transaction that makes the tasks of an order: it reads the order as all these events left it.
CREATE FUNCTION gate.erp_planned(p_seller_id text, p_order_id text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  UPDATE outbox_event SET erp_due = false WHERE seller_id = p_seller_id AND subject_id = p_order_id AND erp_due
$$;

-- The reconciler: orders whose tasks nobody has made, tasks that are due and in nobody's hands, tests that nobody makes.
CREATE FUNCTION gate.waiting_erp(p_before timestamptz, p_limit integer)
  RETURNS TABLE (kind text, seller_id text, subject_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  (SELECT 'erp-push', e.seller_id, e.subject_id FROM outbox_event e
    WHERE e.erp_due AND e.published_at < p_before ORDER BY e.published_at LIMIT p_limit)
  UNION
  (SELECT 'erp-push', p.seller_id, p.order_id FROM erp_push p
    JOIN erp_connection c ON c.seller_id = p.seller_id AND c.id = p.connection_id
    WHERE p.status IN ('PENDING', 'FAILED') AND p.next_attempt_at < p_before
      AND (p.lease_until IS NULL OR p.lease_until < p_before) AND c.status = 'ACTIVE' AND c.deleted_at IS NULL
    ORDER BY p.next_attempt_at LIMIT p_limit)
  UNION
  (SELECT 'erp-test', c.seller_id, c.id FROM erp_connection c
    WHERE c.test_status = 'PENDING' AND c.test_requested_at < p_before AND c.deleted_at IS NULL
    ORDER BY c.test_requested_at LIMIT p_limit)
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.erp_planned(text, text)', 'gate.waiting_erp(timestamptz, integer)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
