-- Orders that change or cancel what runs, what becomes of it, and work that waits for a day.

-- ------------------------------------------------------------------------------------------------ subscriptions

ALTER TABLE cloud_subscription
  ADD COLUMN base_subscription_id text,
  ADD COLUMN term_start_date date,
  ADD COLUMN windows jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN renewal_term text,
  ADD COLUMN renewal_quantity numeric(18, 8) CHECK (renewal_quantity > 0),
  ADD COLUMN cancellation_date date,
  ADD COLUMN cancellation_reason text,
  ADD COLUMN cancelled_at timestamptz,
  ADD FOREIGN KEY (seller_id, base_subscription_id) REFERENCES cloud_subscription (seller_id, id);
COMMENT ON COLUMN cloud_subscription.term_start_date IS 'Terms and billing periods are counted from this day; null: from activation.';
COMMENT ON COLUMN cloud_subscription.windows IS 'Until when the quantity may fall back to what: [{until, floor}].';
CREATE INDEX cloud_subscription_ending ON cloud_subscription (cancellation_date)
  WHERE cancellation_date IS NOT NULL AND status = 'ACTIVE';
CREATE INDEX cloud_subscription_add_ons ON cloud_subscription (seller_id, base_subscription_id)
  WHERE base_subscription_id IS NOT NULL;

CREATE TABLE subscription_billing_reference (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  subscription_id text NOT NULL,
  reference text CHECK (length(reference) BETWEEN 1 AND 80),
  effective_from date NOT NULL,
  set_by jsonb NOT NULL,
  set_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id, subscription_id) REFERENCES cloud_subscription (seller_id, id),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id)
);
COMMENT ON TABLE subscription_billing_reference IS 'Append-only: the runtime role has no UPDATE or DELETE.';
CREATE INDEX subscription_billing_reference_of ON subscription_billing_reference
  (seller_id, subscription_id, effective_from DESC, set_at DESC);
ALTER TABLE subscription_billing_reference ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscription_billing_reference FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON subscription_billing_reference FOR SELECT TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]));
CREATE POLICY tenant_insert ON subscription_billing_reference FOR INSERT TO countersign_app
  WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY tenant_update ON subscription_billing_reference FOR UPDATE TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))
  WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY tenant_delete ON subscription_billing_reference FOR DELETE TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY organization_scope ON subscription_billing_reference AS RESTRICTIVE TO countersign_app
  USING (CASE WHEN (SELECT organization_scope()) IS NULL THEN true
    ELSE organization_id = ANY ((SELECT organization_scope())::text[]) END);
GRANT SELECT, INSERT ON subscription_billing_reference TO countersign_app;

-- ------------------------------------------------------------------------------------------------------- orders

ALTER TABLE orders
  ADD COLUMN requested_start_date date,
  ADD COLUMN inquiry integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN orders.inquiry IS 'Rises with every question and every answer: a link that was made for another one is void.';
CREATE INDEX orders_untouched_drafts ON orders (updated_at) WHERE status = 'DRAFT';

ALTER TABLE order_line
  ADD COLUMN action text NOT NULL DEFAULT 'ADD'
    CHECK (action IN ('ADD', 'CHANGE_QUANTITY', 'SWITCH_PLAN', 'CHANGE_RENEWAL', 'CANCEL')),
  ADD COLUMN subscription_id text,
  ADD COLUMN subscription_version integer,
  ADD COLUMN change jsonb,
  ADD COLUMN unknown_attempt integer,
  ADD FOREIGN KEY (seller_id, subscription_id) REFERENCES cloud_subscription (seller_id, id),
  ADD CHECK (action = 'ADD' OR (subscription_id IS NOT NULL AND change IS NOT NULL)),
  ADD CHECK ((subscription_id IS NULL) = (subscription_version IS NULL));
COMMENT ON COLUMN order_line.subscription_id IS 'What the line changes or cancels; of an ADD, the base of the add-on.';
COMMENT ON COLUMN order_line.unknown_attempt IS 'An attempt whose outcome nobody knows: its provider is asked before anything is asked again.';
CREATE INDEX order_line_by_subscription ON order_line (seller_id, subscription_id, created_at)
  WHERE subscription_id IS NOT NULL;

-- -------------------------------------------------------------------------------------------------------- gate

GRANT SELECT ON cloud_subscription TO countersign_gate;
CREATE POLICY gate ON cloud_subscription TO countersign_gate USING (true) WITH CHECK (true);

-- Whose drafts nobody has touched for so long, or are past the end that was announced.
CREATE FUNCTION gate.sellers_with_old_drafts(p_untouched_since timestamptz, p_now timestamptz) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT DISTINCT seller_id FROM orders WHERE status = 'DRAFT'
    AND (expires_at IS NULL AND updated_at <= p_untouched_since OR expires_at <= p_now) ORDER BY 1
$$;

-- Whose subscriptions end, on the seller's calendar.
CREATE FUNCTION gate.sellers_with_ending_subscriptions(p_now timestamptz) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT DISTINCT c.seller_id FROM cloud_subscription c JOIN organization s ON s.id = c.seller_id
    WHERE c.status = 'ACTIVE' AND c.cancellation_date <= (p_now AT TIME ZONE s.time_zone)::date ORDER BY 1
$$;

-- As before, but an approved order waits for its day on the seller's calendar.
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
  (SELECT 'webhook-delivery', m.seller_id, m.id FROM webhook_message m
    WHERE m.status IN ('PENDING', 'RETRYING') AND m.next_attempt_at < p_before
      AND NOT gate.has_open_run(m.seller_id, 'webhook-delivery', m.id, m.updated_at)
    ORDER BY m.next_attempt_at DESC LIMIT p_limit)
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.sellers_with_old_drafts(timestamptz, timestamptz)',
    'gate.sellers_with_ending_subscriptions(timestamptz)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
