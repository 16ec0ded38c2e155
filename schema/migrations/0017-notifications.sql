-- People are told by mail, each of them once of each event; and an approver may decide by a link in the mail.

CREATE TABLE notification (
  id text PRIMARY KEY,
  seller_id text NOT NULL REFERENCES organization (id),
  event_id text NOT NULL,
  event_type text NOT NULL,
  kind text NOT NULL CHECK (kind ~ '^[A-Z_]{3,60}$'),
  recipient_id text NOT NULL,
  recipient_name text NOT NULL,
  recipient_address text NOT NULL,
  subject_id text NOT NULL,
  step_id text,
  status text NOT NULL CHECK (status IN ('PENDING', 'SENT', 'FAILED', 'SKIPPED')),
  reason text,
  attempts integer NOT NULL DEFAULT 0,
  taken_by text,
  taken_until timestamptz,
  sent_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, event_id, recipient_id, kind),
  CHECK ((sent_at IS NOT NULL) = (status = 'SENT')),
  CHECK ((reason IS NOT NULL) = (status IN ('FAILED', 'SKIPPED')))
);
COMMENT ON COLUMN notification.subject_id IS 'What it is about: an approval request.';
COMMENT ON COLUMN notification.reason IS 'Why it was not sent: a code and a sentence.';
COMMENT ON COLUMN notification.taken_by IS 'The run that sends it now: until taken_until no other one does.';
CREATE INDEX notification_of_subject ON notification (seller_id, subject_id, kind);
CREATE INDEX notification_waiting ON notification (updated_at) WHERE status = 'PENDING';

ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON notification FOR SELECT TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]));
CREATE POLICY tenant_insert ON notification FOR INSERT TO countersign_app
  WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY tenant_update ON notification FOR UPDATE TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))
  WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY not_for_customers ON notification AS RESTRICTIVE TO countersign_app
  USING ((SELECT organization_scope()) IS NULL);
GRANT SELECT, INSERT, UPDATE ON notification TO countersign_app;
REVOKE DELETE ON notification FROM countersign_app;
GRANT SELECT, DELETE ON notification TO countersign_gate;
CREATE POLICY gate ON notification TO countersign_gate USING (true) WITH CHECK (true);

ALTER TABLE approval_decision
  ADD COLUMN channel text NOT NULL DEFAULT 'API' CHECK (channel IN ('API', 'EMAIL'));

-- An event that people hear of waits for its notifications until the commit that makes them, as webhooks do.
ALTER TABLE outbox_event ADD COLUMN notify_due boolean NOT NULL DEFAULT false;
CREATE INDEX outbox_event_notify_due ON outbox_event (published_at) WHERE notify_due;
GRANT UPDATE (notify_due) ON outbox_event TO countersign_gate;

-- The relay calls it in the transaction that publishes them.
CREATE FUNCTION gate.await_notifications(p_ids text[]) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  UPDATE outbox_event SET notify_due = true WHERE id = ANY (p_ids)
$$;

-- Called in the transaction that makes the notifications of an event.
CREATE FUNCTION gate.event_notified(p_seller_id text, p_event_id text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  UPDATE outbox_event SET notify_due = false WHERE seller_id = p_seller_id AND id = p_event_id
$$;

-- The reconciler: who has not been told and nobody is about to tell. Runs of events are known by the event.
CREATE FUNCTION gate.waiting_notifications(p_before timestamptz, p_limit integer)
  RETURNS TABLE (kind text, seller_id text, subject_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  (SELECT 'notification-fan-out', e.seller_id, e.id FROM outbox_event e
    WHERE e.notify_due AND e.published_at < p_before
      AND NOT EXISTS (SELECT FROM job_run r WHERE r.seller_id = e.seller_id AND r.queue = 'notification-fan-out'
        AND r.status <> 'DONE' AND r.data ->> 'eventId' = e.id)
    ORDER BY e.published_at DESC LIMIT p_limit)
  UNION ALL
  (SELECT 'email-delivery', n.seller_id, n.id FROM notification n
    WHERE n.status = 'PENDING' AND n.updated_at < p_before
      AND NOT gate.has_open_run(n.seller_id, 'email-delivery', n.id, n.updated_at)
    ORDER BY n.updated_at DESC LIMIT p_limit)
$$;

-- Who these people are now: approvers may belong to a reseller above, whose users a reseller below cannot read. Whoever
-- holds a link of one of them acts as that person, as far as the person may.
CREATE FUNCTION gate.people(p_user_ids text[])
  RETURNS TABLE (user_id text, seller_id text, organization_id text, organization_kind text, email text, name text,
    roles text[], status text, readable text[], ancestors text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT u.id, u.seller_id, u.organization_id, o.kind, u.email, u.first_name || ' ' || u.last_name, u.roles, u.status,
    (scope).readable, (scope).ancestors
  FROM app_user u
  JOIN organization o ON o.seller_id = u.seller_id AND o.id = u.organization_id
  CROSS JOIN LATERAL gate.seller_scope(u.seller_id) AS scope
  WHERE u.id = ANY (p_user_ids) ORDER BY u.id
$$;

CREATE FUNCTION gate.purge_notifications(p_before timestamptz, p_limit integer) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH gone AS (
    DELETE FROM notification WHERE id IN (SELECT n.id FROM notification n
      WHERE n.id IN (SELECT id FROM notification ORDER BY id LIMIT p_limit * 10)
        AND n.updated_at < p_before AND n.status <> 'PENDING'
      ORDER BY n.id LIMIT p_limit) RETURNING 1
  ) SELECT count(*)::integer FROM gone
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.await_notifications(text[])', 'gate.event_notified(text, text)',
    'gate.waiting_notifications(timestamptz, integer)', 'gate.people(text[])',
    'gate.purge_notifications(timestamptz, integer)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
