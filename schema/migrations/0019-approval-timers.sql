-- Steps know when they remind, escalate and end; time stands still while a request is paused.

ALTER TABLE approval_step
  ADD COLUMN remind_at timestamptz,
  ADD COLUMN reminded_at timestamptz,
  ADD COLUMN escalate_at timestamptz,
  ADD COLUMN escalated_at timestamptz,
  ADD COLUMN expire_at timestamptz,
  ADD COLUMN timed_out_at timestamptz,
  DROP CONSTRAINT approval_step_status_check,
  ADD CONSTRAINT approval_step_status_check
    CHECK (status IN ('WAITING', 'ACTIVE', 'APPROVED', 'REJECTED', 'CHANGES_REQUESTED', 'EXPIRED', 'SKIPPED'));
COMMENT ON COLUMN approval_step.remind_at IS 'When it is due; reminded_at says that it was done. Likewise escalate_at and expire_at.';
UPDATE approval_step SET
  remind_at = activated_at + make_interval(secs => extract(epoch FROM (sla ->> 'remindAfter')::interval)),
  escalate_at = activated_at + make_interval(secs => extract(epoch FROM (sla ->> 'escalateAfter')::interval)),
  expire_at = activated_at + make_interval(secs => extract(epoch FROM (sla ->> 'expireAfter')::interval))
WHERE status = 'ACTIVE' AND sla IS NOT NULL;
CREATE INDEX approval_step_timed ON approval_step (seller_id, request_id) WHERE status = 'ACTIVE' AND sla IS NOT NULL;

ALTER TABLE approval_request
  ADD COLUMN paused_at timestamptz,
  ADD COLUMN paused_until timestamptz CHECK (paused_until > paused_at),
  ADD COLUMN paused_by_name text,
  ADD COLUMN pause_reason text CHECK (pause_reason IN
    ('CUSTOMER_ANSWER', 'VENDOR_ANSWER', 'BUDGET', 'NEGOTIATION', 'ABSENCE', 'OTHER')),
  ADD COLUMN pause_note text,
  ADD CHECK ((paused_at IS NULL) = (pause_reason IS NULL));
CREATE INDEX approval_request_paused ON approval_request (seller_id, paused_until) WHERE paused_until IS NOT NULL;

-- The gate finds the timers that no queue knows.
GRANT SELECT ON approval_step TO countersign_gate;
DROP POLICY IF EXISTS gate ON approval_step;
CREATE POLICY gate ON approval_step TO countersign_gate USING (true) WITH CHECK (true);

ALTER TABLE approval_decision
  DROP CONSTRAINT approval_decision_kind_check,
  ADD CONSTRAINT approval_decision_kind_check CHECK (kind IN ('APPROVE', 'REJECT', 'REQUEST_CHANGES', 'EXPIRE'));

-- Timers that are due until then and have not fired, the latest first; of those whose time has passed, only such as no
-- job is at work on.
CREATE FUNCTION gate.approval_timers(p_overdue_since timestamptz, p_now timestamptz, p_until timestamptz, p_limit integer)
  RETURNS TABLE (seller_id text, request_id text, "position" integer, timer text, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT t.seller_id, t.request_id, t.position, t.timer, t.due_at FROM (
    SELECT s.seller_id, s.request_id, s.position, d.timer, d.due_at, r.updated_at
      FROM approval_step s JOIN approval_request r ON r.seller_id = s.seller_id AND r.id = s.request_id
      CROSS JOIN LATERAL (VALUES ('REMIND', s.remind_at, s.reminded_at), ('ESCALATE', s.escalate_at, s.escalated_at),
        ('EXPIRE', s.expire_at, s.timed_out_at)) AS d (timer, due_at, fired_at)
      WHERE s.status = 'ACTIVE' AND s.sla IS NOT NULL AND d.fired_at IS NULL AND d.due_at <= p_until
        AND r.status = 'PENDING' AND r.paused_at IS NULL
    UNION ALL
    SELECT r.seller_id, r.id, s.position, 'RESUME', r.paused_until, r.updated_at
      FROM approval_request r JOIN approval_step s ON s.seller_id = r.seller_id AND s.request_id = r.id AND s.status = 'ACTIVE'
      WHERE r.paused_until <= p_until AND r.status = 'PENDING') t
    WHERE t.due_at > p_now
      OR t.due_at <= p_overdue_since AND NOT gate.has_open_run(t.seller_id, 'approval-timer', t.request_id, t.updated_at)
    ORDER BY t.due_at DESC LIMIT p_limit
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.approval_timers(timestamptz, timestamptz, timestamptz, integer)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
