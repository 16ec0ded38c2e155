-- Decisions for others, by administrators and carried over; people who come and go while a request is open.

ALTER TABLE approval_request ADD COLUMN blocked_since timestamptz;
COMMENT ON COLUMN approval_request.blocked_since IS 'Since when too few people can decide an open step; operations must act.';
CREATE INDEX approval_request_blocked ON approval_request (seller_id, blocked_since) WHERE blocked_since IS NOT NULL;

-- Steps are put between others: positions move, and are unique again at the end.
ALTER TABLE approval_step
  DROP CONSTRAINT approval_step_position_check,
  ADD CONSTRAINT approval_step_position_check CHECK (position BETWEEN 1 AND 25),
  DROP CONSTRAINT approval_step_seller_id_request_id_position_key,
  ADD CONSTRAINT approval_step_seller_id_request_id_position_key
    UNIQUE (seller_id, request_id, position) DEFERRABLE INITIALLY DEFERRED,
  ADD COLUMN keeps_approvals boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN approval_step.keeps_approvals IS 'Whether a resubmission of the same content keeps what was approved: all policies of the step say so.';

ALTER TABLE approval_decision
  ADD COLUMN decided_for jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN is_override boolean NOT NULL DEFAULT false,
  ADD COLUMN line_numbers integer[] NOT NULL DEFAULT '{}',
  ADD COLUMN carried_from text;
COMMENT ON COLUMN approval_decision.decided_for IS 'In whose places a delegate decided; empty: in its own right.';
COMMENT ON COLUMN approval_decision.carried_from IS 'The decision on the revision before, of the same content, that goes on counting.';
CREATE INDEX approval_decision_by_step ON approval_decision (seller_id, step_id, decided_at, id);

CREATE TABLE approval_comment (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  request_id text NOT NULL,
  author_id text NOT NULL,
  author_name text NOT NULL,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
  created_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id, request_id) REFERENCES approval_request (seller_id, id)
);
COMMENT ON TABLE approval_comment IS 'Append-only: the runtime role has no UPDATE or DELETE.';
CREATE INDEX approval_comment_by_request ON approval_comment (seller_id, request_id, created_at, id);

CREATE TABLE approval_delegation (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  from_user_id text NOT NULL,
  from_user_name text NOT NULL,
  to_user_id text NOT NULL,
  to_user_name text NOT NULL,
  policy_id text,
  customer_id text,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz NOT NULL CHECK (valid_to > valid_from),
  ended_at timestamptz,
  created_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id, from_user_id) REFERENCES app_user (seller_id, id),
  FOREIGN KEY (seller_id, to_user_id) REFERENCES app_user (seller_id, id)
);
CREATE INDEX approval_delegation_by_delegate ON approval_delegation (seller_id, to_user_id) WHERE ended_at IS NULL;
CREATE INDEX approval_delegation_recent ON approval_delegation (seller_id, created_at DESC, id DESC);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['approval_comment', 'approval_delegation'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY tenant_read ON %I FOR SELECT TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY tenant_insert ON %I FOR INSERT TO countersign_app
      WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY tenant_update ON %I FOR UPDATE TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))
      WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY tenant_delete ON %I FOR DELETE TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY not_for_customers ON %I AS RESTRICTIVE TO countersign_app
      USING ((SELECT organization_scope()) IS NULL)$p$, t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO countersign_app', t);
    EXECUTE format('REVOKE DELETE ON %I FROM countersign_app', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['approval_step', 'approval_decision'] LOOP
    EXECUTE format('CREATE POLICY gate ON %I TO countersign_gate USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO countersign_gate', t);
  END LOOP;
END $$;
REVOKE UPDATE ON approval_comment FROM countersign_app;

-- Sellers with open requests that name somebody who cannot decide any more, or that nobody can decide.
CREATE FUNCTION gate.sellers_with_lost_approvers(p_deciding_roles text[], p_now timestamptz) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT DISTINCT r.seller_id FROM approval_request r
    WHERE r.status = 'PENDING' AND (r.blocked_since IS NOT NULL OR EXISTS (
      SELECT FROM approval_step s CROSS JOIN LATERAL unnest(s.approver_ids) AS a (id)
        WHERE s.seller_id = r.seller_id AND s.request_id = r.id AND s.status IN ('ACTIVE', 'WAITING')
          AND NOT EXISTS (SELECT FROM app_user u WHERE u.id = a.id AND u.status = 'ACTIVE' AND u.roles && p_deciding_roles)
          AND NOT EXISTS (SELECT FROM api_key k WHERE k.id = a.id AND k.revoked_at IS NULL
            AND (k.expires_at IS NULL OR k.expires_at > p_now) AND 'APPROVAL_DECIDE' = ANY (k.scopes))))
    ORDER BY 1
$$;

-- Open requests that name one of these people, and that nobody could decide without them: not the others that are
-- named, nor the administrators of the seller and of those above, who join where too few are left.
CREATE FUNCTION gate.approvals_left_to_nobody(p_gone text[], p_deciding_roles text[], p_now timestamptz)
  RETURNS TABLE (request_id text, order_number text, named text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH asked AS (
    SELECT r.id, r.seller_id, r.facts->>'orderNumber' AS order_number, o.path, s.id AS step_id, g.value AS members,
      coalesce(gate.api_key_creator(r.requester_id), r.requester_id) AS requester_id,
      ARRAY(SELECT id FROM unnest(p_gone) AS id WHERE g.value->'approvers' @> jsonb_build_array(jsonb_build_object('id', id))) AS named
    FROM approval_request r
    JOIN organization o ON o.id = r.seller_id
    JOIN approval_step s ON s.seller_id = r.seller_id AND s.request_id = r.id
    CROSS JOIN LATERAL jsonb_array_elements(s.groups) AS g
    WHERE r.status = 'PENDING' AND s.status IN ('ACTIVE', 'WAITING') AND s.approver_ids && p_gone
  )
  SELECT DISTINCT a.id, a.order_number, a.named FROM asked a
    WHERE cardinality(a.named) > 0 AND (a.members->>'minimumApprovals')::integer > (SELECT count(*) FROM (
      SELECT u.id FROM app_user u
        WHERE u.seller_id = ANY (a.path || a.seller_id) AND u.organization_id = u.seller_id AND u.status = 'ACTIVE'
          AND u.roles && p_deciding_roles AND u.id <> ALL (p_gone)
          AND (u.id <> a.requester_id OR jsonb_exists(a.members->'selfApproverIds', u.id))
          AND ('RESELLER_ADMIN' = ANY (u.roles) OR a.members->'approvers' @> jsonb_build_array(jsonb_build_object('id', u.id)))
      UNION
      SELECT k.id FROM api_key k
        WHERE k.seller_id = ANY (a.path || a.seller_id) AND k.revoked_at IS NULL
          AND (k.expires_at IS NULL OR k.expires_at > p_now) AND 'APPROVAL_DECIDE' = ANY (k.scopes)
          AND k.id <> ALL (p_gone) AND a.members->'approvers' @> jsonb_build_array(jsonb_build_object('id', k.id))
      UNION
      SELECT d.decided_by FROM approval_decision d
        WHERE d.seller_id = a.seller_id AND d.step_id = a.step_id AND d.kind = 'APPROVE'
          AND a.members->'approvers' @> jsonb_build_array(jsonb_build_object('id', d.decided_by))) AS left_over)
    ORDER BY 1
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.sellers_with_lost_approvers(text[], timestamptz)',
    'gate.approvals_left_to_nobody(text[], text[], timestamptz)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
