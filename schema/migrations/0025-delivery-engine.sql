-- Deliveries of an endpoint are pumped: due ones are leased in the order of the feed, several at a time, and everything
-- that decides when (order, concurrency, rate, pause, breaker, outage) stands here, so that no queue has to keep it.

ALTER TABLE webhook_endpoint
  ADD COLUMN ordering text NOT NULL DEFAULT 'PER_SUBJECT' CHECK (ordering IN ('NONE', 'PER_SUBJECT', 'STRICT')),
  ADD COLUMN max_concurrency integer NOT NULL DEFAULT 5 CHECK (max_concurrency BETWEEN 1 AND 50),
  ADD COLUMN max_per_second integer CHECK (max_per_second BETWEEN 1 AND 1000),
  ADD COLUMN disable_policy text NOT NULL DEFAULT 'AFTER_FAILURES' CHECK (disable_policy IN ('AFTER_FAILURES', 'NEVER')),
  ADD COLUMN breaker jsonb,
  ADD COLUMN bucket jsonb,
  ADD COLUMN paused_until timestamptz,
  ADD COLUMN failing_since timestamptz,
  ADD COLUMN notices integer NOT NULL DEFAULT 0,
  ADD COLUMN next_notice_at timestamptz;
COMMENT ON COLUMN webhook_endpoint.breaker IS 'What its breaker remembers: see breaker.rules.ts. Null: closed, nothing failed lately.';
COMMENT ON COLUMN webhook_endpoint.bucket IS 'Tokens of its rate and when they were counted: see rate.rules.ts.';
COMMENT ON COLUMN webhook_endpoint.notices IS 'How many notices of the outage that lasts were given.';
COMMENT ON COLUMN webhook_endpoint.next_notice_at IS 'When the outage is to be looked at again.';

ALTER TABLE webhook_message
  ADD COLUMN position bigint NOT NULL DEFAULT 0,
  ADD COLUMN subject_id text,
  ADD COLUMN subject_version integer NOT NULL DEFAULT 0,
  ADD COLUMN trigger text NOT NULL DEFAULT 'AUTO' CHECK (trigger IN ('AUTO', 'MANUAL', 'REPLAY', 'TEST', 'PROBE')),
  ADD COLUMN lease_id text,
  ADD COLUMN lease_until timestamptz,
  ADD COLUMN lost_leases integer NOT NULL DEFAULT 0,
  ADD CHECK ((lease_id IS NULL) = (lease_until IS NULL));
COMMENT ON COLUMN webhook_message.position IS 'Of its event in the feed: the order in which an endpoint is told. 0: before all others.';
COMMENT ON COLUMN webhook_message.trigger IS 'What its next attempt is made for.';
COMMENT ON COLUMN webhook_message.lease_until IS 'While it is being sent: later than this its pump is dead, and it is sent again.';
COMMENT ON COLUMN webhook_message.lost_leases IS 'How many pumps in a row died while they sent it.';
UPDATE webhook_message SET trigger = 'TEST' WHERE event_type = 'ping' AND status IN ('PENDING', 'RETRYING');
UPDATE webhook_message m SET position = coalesce(e.feed_position, 0), subject_id = e.subject_id, subject_version = e.subject_version
  FROM outbox_event e WHERE e.seller_id = m.seller_id AND e.id = m.event_id;

CREATE INDEX webhook_message_queue ON webhook_message (seller_id, endpoint_id, position) WHERE status IN ('PENDING', 'RETRYING');
CREATE INDEX webhook_message_due_at ON webhook_message (seller_id, endpoint_id, next_attempt_at)
  WHERE status IN ('PENDING', 'RETRYING');
CREATE INDEX webhook_message_of_subject ON webhook_message (seller_id, endpoint_id, subject_id, subject_version)
  WHERE status IN ('PENDING', 'RETRYING');
CREATE INDEX webhook_message_leased ON webhook_message (seller_id, endpoint_id) WHERE lease_until IS NOT NULL;
DROP INDEX webhook_message_due;

ALTER TABLE webhook_attempt
  DROP CONSTRAINT webhook_attempt_trigger_check,
  ADD CHECK (trigger IN ('AUTO', 'MANUAL', 'REPLAY', 'TEST', 'PROBE')),
  ADD COLUMN request_headers jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN response_headers jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN response_truncated boolean NOT NULL DEFAULT false,
  ADD COLUMN remote_address text,
  ADD COLUMN dns_ms integer,
  ADD COLUMN connect_ms integer,
  ADD COLUMN tls_ms integer,
  ADD COLUMN first_byte_ms integer;
COMMENT ON COLUMN webhook_attempt.request_headers IS 'As they were sent; values that its owner added are not kept.';

-- The jobs of single messages are no more; what waits is found by the endpoint's pump.
UPDATE job_run SET status = 'DONE', expected_by = NULL WHERE queue = 'webhook-delivery' AND status <> 'DONE';

-- Answers the event's place in the feed, which it has once the relay has committed: messages are told in that order.
DROP FUNCTION gate.event_fanned_out(text, text);
CREATE FUNCTION gate.event_fanned_out(p_seller_id text, p_event_id text) RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  UPDATE outbox_event SET fan_out_due = false WHERE seller_id = p_seller_id AND id = p_event_id RETURNING feed_position
$$;

-- As before, but of webhooks whole endpoints wait: with a message that is due and that nobody sends, and nothing that
-- holds the endpoint back; or with an outage to look at.
CREATE OR REPLACE FUNCTION gate.waiting_work(p_before timestamptz, p_limit integer, p_vendors text[] DEFAULT NULL)
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
    JOIN organization s ON s.id = o.seller_id
    JOIN organization c ON c.seller_id = o.seller_id AND c.id = o.organization_id
    JOIN account a ON a.seller_id = o.seller_id AND a.id = o.account_id
    WHERE o.updated_at < p_before
      AND CASE o.status
        WHEN 'APPROVED' THEN c.status = 'ACTIVE' AND a.status = 'ACTIVE' AND (o.requested_start_date IS NULL
          OR o.requested_start_date <= (p_before AT TIME ZONE s.time_zone)::date)
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
  (SELECT 'webhook-pump', e.seller_id, e.id FROM webhook_endpoint e
    WHERE (e.next_notice_at < p_before AND e.deleted_at IS NULL AND e.status = 'ACTIVE')
      OR ((e.status = 'DISABLED' OR e.deleted_at IS NOT NULL OR (coalesce(e.paused_until, p_before) <= p_before
          AND coalesce((e.breaker ->> 'until')::timestamptz, p_before) <= p_before))
        AND EXISTS (SELECT FROM webhook_message m WHERE m.seller_id = e.seller_id AND m.endpoint_id = e.id
          AND m.status IN ('PENDING', 'RETRYING') AND m.next_attempt_at < p_before
          AND (m.lease_until IS NULL OR m.lease_until < p_before)))
    LIMIT p_limit)
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.event_fanned_out(text, text)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
