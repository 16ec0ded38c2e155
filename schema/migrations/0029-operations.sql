-- The operators' desk: what waits too long and what is in trouble, over all sellers; reports that outlive the process
-- that made them; and the trace that an event and its messages belong to.

-- W3C trace context. Null: nothing was traced. No part of the audit chain: it says who waited for whom, not what happened.
ALTER TABLE outbox_event ADD COLUMN traceparent text CHECK (length(traceparent) <= 55);
ALTER TABLE webhook_message ADD COLUMN traceparent text CHECK (length(traceparent) <= 55);
COMMENT ON COLUMN outbox_event.traceparent IS 'The span that recorded it; once it is published, the span that published it.';
COMMENT ON COLUMN webhook_message.traceparent IS 'The span that made it, or had it sent again: its attempts are what follows.';
GRANT UPDATE (traceparent) ON outbox_event TO countersign_gate;

-- Called by a relay that traces, in the transaction that publishes the events: what follows them follows its spans.
CREATE FUNCTION gate.trace_events(p_ids text[], p_traceparents text[]) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  UPDATE outbox_event e SET traceparent = t.traceparent
    FROM unnest(p_ids, p_traceparents) AS t (id, traceparent) WHERE e.id = t.id
$$;

-- What processes report of their own work: runs of the reconciler, verifications. The newest of each kind are kept.
-- Belongs to no tenant and holds counts alone, so that only the gate touches it.
CREATE TABLE operation_report (
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
  reported_at timestamptz NOT NULL,
  outcome jsonb NOT NULL,
  PRIMARY KEY (kind, reported_at)
);
ALTER TABLE operation_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE operation_report FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON operation_report TO countersign_gate USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON operation_report TO countersign_gate;
REVOKE ALL ON operation_report FROM countersign_app;

CREATE FUNCTION gate.report_operation(p_kind text, p_now timestamptz, p_outcome jsonb, p_keep integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  INSERT INTO operation_report VALUES (p_kind, p_now, p_outcome)
    ON CONFLICT (kind, reported_at) DO UPDATE SET outcome = excluded.outcome;
  DELETE FROM operation_report WHERE kind = p_kind AND reported_at < (
    SELECT min(reported_at) FROM (SELECT reported_at FROM operation_report WHERE kind = p_kind
      ORDER BY reported_at DESC LIMIT p_keep) AS newest);
END $$;

CREATE FUNCTION gate.operation_reports(p_kind text, p_limit integer) RETURNS TABLE (reported_at timestamptz, outcome jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT reported_at, outcome FROM operation_report WHERE kind = p_kind ORDER BY reported_at DESC LIMIT p_limit
$$;

-- Orders that stand in a status for longer than `p_patience` (status: seconds) allows, the longest first. An order that
-- its reseller submits for approval by hand waits for a person, and is left out. Tells numbers and names of resellers,
-- nothing of a customer.
CREATE FUNCTION gate.late_orders(p_now timestamptz, p_patience jsonb, p_limit integer)
  RETURNS TABLE (id text, order_number text, seller_id text, seller_name text, status text, since timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH late AS (
    SELECT o.id, o.order_number, o.seller_id, s.name, o.status, o.updated_at FROM orders o JOIN organization s ON s.id = o.seller_id
      WHERE o.status IN ('SUBMITTED', 'APPROVED', 'IN_FULFILLMENT')
        AND o.updated_at < p_now - make_interval(secs => (p_patience ->> o.status)::double precision)
        AND NOT (o.status = 'SUBMITTED' AND o.order_number IS NOT NULL AND o.revision = 1
          AND s.approval_submission <> 'AUTOMATIC')
        AND NOT (o.status = 'APPROVED' AND o.requested_start_date > (p_now AT TIME ZONE s.time_zone)::date)
    UNION ALL
    SELECT o.id, o.order_number, o.seller_id, s.name, o.status, r.requested_at FROM approval_request r
      JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id JOIN organization s ON s.id = o.seller_id
      WHERE r.status = 'PENDING' AND o.status = 'PENDING_APPROVAL'
        AND r.requested_at < p_now - make_interval(secs => (p_patience ->> 'PENDING_APPROVAL')::double precision))
  SELECT * FROM late ORDER BY 6 LIMIT p_limit
$$;
CREATE INDEX approval_request_waiting ON approval_request (requested_at) WHERE status = 'PENDING';

-- Endpoints that fail, rest, or were disabled by the machine since `p_since`. Of the URL only its host is told: a path may
-- hold a credential.
CREATE FUNCTION gate.troubled_endpoints(p_since timestamptz, p_limit integer)
  RETURNS TABLE (id text, seller_id text, seller_name text, host text, status text, disabled_reason text,
    breaker text, failing_since timestamptz, last_success_at timestamptz, waiting bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT e.id, e.seller_id, s.name, substring(e.url FROM '^[a-z]+://(?:[^/@]*@)?([^/?#]+)'), e.status, e.disabled_reason,
      coalesce(e.breaker ->> 'state', 'CLOSED'), e.failing_since, e.last_success_at,
      (SELECT count(*) FROM webhook_message m WHERE m.seller_id = e.seller_id AND m.endpoint_id = e.id
        AND m.status IN ('PENDING', 'RETRYING'))
    FROM webhook_endpoint e JOIN organization s ON s.id = e.seller_id
    WHERE e.deleted_at IS NULL AND CASE e.status
      WHEN 'ACTIVE' THEN e.failing_since IS NOT NULL OR e.breaker ->> 'state' IN ('OPEN', 'HALF_OPEN')
      ELSE e.disabled_reason IN ('GONE', 'FAILING', 'RECEIVER_REQUEST') AND e.updated_at > p_since END
    ORDER BY e.failing_since NULLS LAST, e.id LIMIT p_limit
$$;

-- What is counted over all sellers, for the desk and for /metrics: each along a partial index, whatever rests.
CREATE FUNCTION gate.measures(p_now timestamptz) RETURNS TABLE (measure text, label text, value double precision)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT 'outbox_events', 'unpublished', count(*)::double precision FROM outbox_event WHERE published_at IS NULL
  UNION ALL SELECT 'outbox_events', 'jobs', count(*) FROM outbox_event WHERE jobs_due_at IS NOT NULL
  UNION ALL SELECT 'outbox_events', 'webhooks', count(*) FROM outbox_event WHERE fan_out_due
  UNION ALL SELECT 'outbox_events', 'mails', count(*) FROM outbox_event WHERE notify_due
  UNION ALL SELECT 'approvals_waiting', 'open', count(*) FILTER (WHERE blocked_since IS NULL)
    FROM approval_request WHERE status = 'PENDING'
  UNION ALL SELECT 'approvals_waiting', 'blocked', count(*) FILTER (WHERE blocked_since IS NOT NULL)
    FROM approval_request WHERE status = 'PENDING'
  UNION ALL SELECT 'approvals_oldest', '', coalesce(extract(epoch FROM p_now - min(requested_at)), 0)
    FROM approval_request WHERE status = 'PENDING'
  UNION ALL SELECT 'webhook_messages', s.status, count(m.id)
    FROM (VALUES ('PENDING'), ('RETRYING')) AS s (status)
    LEFT JOIN webhook_message m ON m.status = s.status AND m.status IN ('PENDING', 'RETRYING') GROUP BY s.status
  UNION ALL SELECT 'webhook_endpoints', s.state, count(e.id)
    FROM (VALUES ('closed'), ('open'), ('half_open'), ('disabled')) AS s (state)
    LEFT JOIN webhook_endpoint e ON e.deleted_at IS NULL AND s.state = CASE e.status WHEN 'DISABLED' THEN 'disabled'
      ELSE lower(coalesce(e.breaker ->> 'state', 'CLOSED')) END GROUP BY s.state
  UNION ALL SELECT 'webhook_endpoints_failing', '', count(*) FROM webhook_endpoint
    WHERE deleted_at IS NULL AND status = 'ACTIVE' AND failing_since IS NOT NULL
  UNION ALL SELECT 'orders_in_motion', s.status, count(o.id)
    FROM (VALUES ('SUBMITTED'), ('APPROVED'), ('IN_FULFILLMENT')) AS s (status)
    LEFT JOIN orders o ON o.status = s.status AND o.status IN ('SUBMITTED', 'APPROVED', 'IN_FULFILLMENT') GROUP BY s.status
  UNION ALL SELECT 'erp_pushes', s.status, count(p.id) FROM (VALUES ('PENDING'), ('FAILED')) AS s (status)
    LEFT JOIN erp_push p ON p.status = s.status AND p.status IN ('PENDING', 'FAILED') GROUP BY s.status
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.trace_events(text[], text[])', 'gate.report_operation(text, timestamptz, jsonb, integer)',
    'gate.operation_reports(text, integer)', 'gate.late_orders(timestamptz, jsonb, integer)',
    'gate.troubled_endpoints(timestamptz, integer)', 'gate.measures(timestamptz)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
