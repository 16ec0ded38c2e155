-- What the reconciler can find: every kind of work that PostgreSQL knows must go on, however its queue was lost.

-- An event that endpoints may hear waits for its fan-out until the commit that makes its messages.
ALTER TABLE outbox_event ADD COLUMN fan_out_due boolean NOT NULL DEFAULT false;
CREATE INDEX outbox_event_fan_out_due ON outbox_event (published_at) WHERE fan_out_due;
GRANT UPDATE (fan_out_due) ON outbox_event TO countersign_gate;

-- The reconciler asks twice a minute, over all sellers: it must not read what rests.
CREATE INDEX orders_in_motion ON orders (updated_at) WHERE status IN ('SUBMITTED', 'APPROVED', 'IN_FULFILLMENT');
CREATE INDEX terms_acceptance_unsealed ON terms_acceptance (accepted_at) WHERE sealed_at IS NULL;

-- The advisory lock is held until commit: positions become visible in their order, so that a reader never skips one.
DROP FUNCTION gate.publish_events(text[], timestamptz);
CREATE FUNCTION gate.publish_events(p_ids text[], p_offered text[], p_now timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('countersign.feed'));
  UPDATE outbox_event e SET published_at = p_now, feed_position = p.position, fan_out_due = e.id = ANY (p_offered)
    FROM (SELECT id, nextval('outbox_feed_position') AS position
          FROM (SELECT id FROM outbox_event WHERE id = ANY (p_ids) AND published_at IS NULL ORDER BY id) AS ordered) AS p
    WHERE e.id = p.id;
END $$;

-- A relay that is stopped between claim and commit must not hold its events, or the place of all others in the feed.
CREATE OR REPLACE FUNCTION gate.claim_events(p_limit integer) RETURNS SETOF countersign.outbox_event
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
BEGIN
  PERFORM set_config('idle_in_transaction_session_timeout', '4s', true);
  RETURN QUERY SELECT * FROM outbox_event WHERE published_at IS NULL ORDER BY id LIMIT p_limit FOR UPDATE SKIP LOCKED;
END $$;

-- Called in the transaction that makes the messages of an event.
CREATE FUNCTION gate.event_fanned_out(p_seller_id text, p_event_id text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  UPDATE outbox_event SET fan_out_due = false WHERE seller_id = p_seller_id AND id = p_event_id AND fan_out_due
$$;

-- The reconciler: work that PostgreSQL says must go on; `p_vendors` are those that a provider delivers for (null: all).
-- What waits for people is left out: orders on hold, lines that are delivered by hand, and what became a dead letter,
-- which speaks for what it saw: once its subject has changed again, it holds nothing up. What has another run that did
-- not end is left to that run: one that its queue has lost comes back through gate.forgotten_runs, with its count of
-- starts. The newest come first.
DROP FUNCTION gate.waiting_work(timestamptz, integer);
CREATE FUNCTION gate.has_open_run(p_seller_id text, p_queue text, p_subject_id text, p_changed_at timestamptz)
  RETURNS boolean LANGUAGE sql STABLE SET search_path = countersign, pg_temp AS $$
  SELECT EXISTS (SELECT FROM job_run r WHERE r.status <> 'DONE'
    AND (r.seller_id, r.queue, r.subject_id) = (p_seller_id, p_queue, p_subject_id)
    AND (r.status <> 'DEAD' OR r.updated_at >= p_changed_at))
$$;
CREATE FUNCTION gate.waiting_work(p_before timestamptz, p_limit integer, p_vendors text[] DEFAULT NULL)
  RETURNS TABLE (kind text, seller_id text, subject_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  (SELECT 'order-number', seller_id, min(id) FROM orders
    WHERE order_number IS NULL AND submitted_at < p_before AND status = 'SUBMITTED' GROUP BY seller_id LIMIT p_limit)
  UNION ALL
  (SELECT 'approval-routing', o.seller_id, o.id FROM orders o JOIN organization s ON s.id = o.seller_id
    WHERE o.status = 'SUBMITTED' AND o.order_number IS NOT NULL AND o.updated_at < p_before
      AND (s.approval_submission = 'AUTOMATIC' OR o.revision > 1)
      AND NOT gate.has_open_run(o.seller_id, 'approval-routing', o.id, o.updated_at)
    ORDER BY o.updated_at DESC LIMIT p_limit)
  UNION ALL
  (SELECT 'terms-record', t.seller_id, t.order_id FROM terms_acceptance t
    WHERE t.sealed_at IS NULL AND t.accepted_at < p_before
      AND NOT gate.has_open_run(t.seller_id, 'terms-record', t.order_id, t.accepted_at)
    GROUP BY t.seller_id, t.order_id LIMIT p_limit)
  UNION ALL
  (SELECT 'provisioning', o.seller_id, o.id FROM orders o
    JOIN organization c ON c.seller_id = o.seller_id AND c.id = o.organization_id
    JOIN account a ON a.seller_id = o.seller_id AND a.id = o.account_id
    WHERE o.updated_at < p_before
      AND CASE o.status
        WHEN 'APPROVED' THEN c.status = 'ACTIVE' AND a.status = 'ACTIVE'
        WHEN 'IN_FULFILLMENT' THEN EXISTS (SELECT FROM order_line l WHERE l.seller_id = o.seller_id AND l.order_id = o.id
          AND (p_vendors IS NULL OR l.item ->> 'vendorKey' = ANY (p_vendors))
          AND (l.status IN ('QUEUED', 'IN_PROGRESS') OR l.status = 'PENDING' AND EXISTS (
            SELECT FROM order_line b WHERE b.seller_id = l.seller_id AND b.order_id = l.order_id
              AND b.line_number = l.parent_line_number AND b.status = 'FULFILLED')))
        ELSE false END
      AND NOT gate.has_open_run(o.seller_id, 'provisioning', o.id, o.updated_at)
    ORDER BY o.updated_at DESC LIMIT p_limit)
  UNION ALL
  -- Its run is known by the event: the subject is what the event is about.
  (SELECT 'webhook-fan-out', e.seller_id, e.id FROM outbox_event e
    WHERE e.fan_out_due AND e.published_at < p_before
      AND NOT EXISTS (SELECT FROM job_run r WHERE r.seller_id = e.seller_id AND r.queue = 'webhook-fan-out'
        AND r.status <> 'DONE' AND r.data ->> 'eventId' = e.id)
    ORDER BY e.published_at DESC LIMIT p_limit)
  UNION ALL
  (SELECT 'webhook-delivery', m.seller_id, m.id FROM webhook_message m
    WHERE m.status IN ('PENDING', 'RETRYING') AND m.next_attempt_at < p_before
      AND NOT gate.has_open_run(m.seller_id, 'webhook-delivery', m.id, m.updated_at)
    ORDER BY m.next_attempt_at DESC LIMIT p_limit)
$$;

-- Whose orders wait for a number since before that instant.
CREATE FUNCTION gate.sellers_without_numbers(p_before timestamptz) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT DISTINCT seller_id FROM orders
    WHERE order_number IS NULL AND submitted_at < p_before AND status = 'SUBMITTED' ORDER BY 1
$$;

-- What a job has done is remembered for as long as anything may ask for it again.
CREATE INDEX job_effect_oldest ON job_effect (done_at);
GRANT SELECT, DELETE ON job_effect TO countersign_gate;
CREATE POLICY gate ON job_effect TO countersign_gate USING (true) WITH CHECK (true);
CREATE FUNCTION gate.purge_job_effects(p_before timestamptz, p_limit integer) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH gone AS (
    DELETE FROM job_effect WHERE ctid = ANY (ARRAY(SELECT ctid FROM job_effect WHERE done_at < p_before
      ORDER BY done_at LIMIT p_limit)) RETURNING 1
  ) SELECT count(*)::integer FROM gone
$$;

-- Never what is under way, nor what is or was a dead letter.
CREATE OR REPLACE FUNCTION gate.purge_job_runs(p_before timestamptz, p_limit integer) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH gone AS (
    DELETE FROM job_run WHERE job_id IN (SELECT job_id FROM job_run
      WHERE status = 'DONE' AND retried_at IS NULL AND updated_at < p_before
      ORDER BY updated_at LIMIT p_limit) RETURNING 1
  ) SELECT count(*)::integer FROM gone
$$;

GRANT SELECT ON account TO countersign_gate;
CREATE POLICY gate ON account TO countersign_gate USING (true) WITH CHECK (true);

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.publish_events(text[], text[], timestamptz)', 'gate.event_fanned_out(text, text)',
    'gate.waiting_work(timestamptz, integer, text[])', 'gate.has_open_run(text, text, text, timestamptz)',
    'gate.purge_job_effects(timestamptz, integer)', 'gate.sellers_without_numbers(timestamptz)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
