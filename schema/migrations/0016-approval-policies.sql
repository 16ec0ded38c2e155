-- Policies say which orders need whose approval; steps ask several groups at once and remember why.

CREATE TABLE approval_policy (
  id text PRIMARY KEY,
  seller_id text NOT NULL REFERENCES organization (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  status text NOT NULL CHECK (status IN ('ACTIVE', 'INACTIVE', 'ARCHIVED')),
  passes_down boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id)
);
CREATE UNIQUE INDEX approval_policy_name ON approval_policy (seller_id, lower(name)) WHERE status <> 'ARCHIVED';

-- Requests name the version that they were routed by.
CREATE TABLE approval_policy_version (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  policy_id text NOT NULL,
  version integer NOT NULL,
  definition jsonb NOT NULL,
  saved_by text NOT NULL,
  saved_by_name text NOT NULL,
  saved_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, policy_id, version),
  FOREIGN KEY (seller_id, policy_id) REFERENCES approval_policy (seller_id, id)
);
COMMENT ON TABLE approval_policy_version IS 'Append-only: the runtime role has no UPDATE or DELETE.';

CREATE TABLE approver_group (
  id text PRIMARY KEY,
  seller_id text NOT NULL REFERENCES organization (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  member_ids text[] NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id)
);
CREATE UNIQUE INDEX approver_group_name ON approver_group (seller_id, lower(name));

CREATE TABLE exchange_rate (
  id text PRIMARY KEY,
  seller_id text NOT NULL REFERENCES organization (id),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  rate numeric(20, 8) NOT NULL CHECK (rate > 0),
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, currency)
);
COMMENT ON COLUMN exchange_rate.rate IS 'Value of one unit in the currency of the seller itself.';

CREATE TABLE responsible_person (
  id text PRIMARY KEY,
  seller_id text NOT NULL REFERENCES organization (id),
  kind text NOT NULL CHECK (kind IN ('REQUESTER_MANAGER', 'ACCOUNT_OWNER', 'COST_CENTER_OWNER')),
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 80),
  user_id text NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, kind, subject)
);
COMMENT ON COLUMN responsible_person.subject IS 'The user, the account, or the code of the cost center that the person answers for.';

ALTER TABLE organization
  ADD COLUMN approval_default text NOT NULL DEFAULT 'REQUIRE_ADMINISTRATOR'
    CHECK (approval_default IN ('REQUIRE_ADMINISTRATOR', 'APPROVE')),
  ADD COLUMN approval_on_timeout boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN organization.approval_on_timeout IS 'Whether steps may approve by themselves when their time is over.';

ALTER TABLE approval_request
  ADD COLUMN warnings jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN watcher_ids text[] NOT NULL DEFAULT '{}';
ALTER TABLE approval_step
  ADD COLUMN groups jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN reasons jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN sla jsonb;
UPDATE approval_step SET
  groups = jsonb_build_array(jsonb_build_object(
    'approvers', approvers, 'minimumApprovals', minimum_approvals, 'selfApproverIds', '[]'::jsonb)),
  reasons = jsonb_build_array(jsonb_build_object(
    'rule', 'DEFAULT_ADMINISTRATOR', 'policy', NULL, 'message', reason));
CREATE INDEX approval_request_recent ON approval_request (seller_id, requested_at DESC, id DESC);
CREATE INDEX orders_ever_approved ON orders (seller_id, organization_id)
  WHERE status IN ('APPROVED', 'IN_FULFILLMENT', 'AWAITING_INFORMATION', 'FULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLMENT_FAILED');

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['approval_policy', 'approval_policy_version', 'approver_group', 'exchange_rate', 'responsible_person'] LOOP
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
    EXECUTE format('CREATE POLICY gate ON %I TO countersign_gate USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO countersign_app', t);
    EXECUTE format('GRANT SELECT ON %I TO countersign_gate', t);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE ON approval_policy_version FROM countersign_app;
REVOKE DELETE ON approval_policy FROM countersign_app;

-- All that routing needs to know of sellers, the selling one and those above it, whom it cannot read: in one statement.
CREATE FUNCTION gate.approval_routing(
    p_seller_ids text[], p_requester_ids text[], p_deciding_roles text[], p_now timestamptz)
  RETURNS jsonb
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT jsonb_build_object(
    'people', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'sellerId', p.seller_id, 'roles', p.roles)
        ORDER BY p.id), '[]') FROM (
      SELECT u.id, u.first_name || ' ' || u.last_name AS name, u.seller_id, u.roles FROM app_user u
        WHERE u.seller_id = ANY (p_seller_ids) AND u.organization_id = u.seller_id
          AND u.status = 'ACTIVE' AND u.roles && p_deciding_roles
      UNION ALL
      SELECT k.id, k.name, k.seller_id, ARRAY['INTEGRATION'] FROM api_key k
        WHERE k.seller_id = ANY (p_seller_ids) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > p_now)
          AND 'APPROVAL_DECIDE' = ANY (k.scopes)) p),
    'requesters', (SELECT coalesce(jsonb_object_agg(r.id, jsonb_build_object(
        'personId', r.person, 'roles', CASE WHEN r.id LIKE 'key\_%' THEN ARRAY['INTEGRATION'] ELSE u.roles END)), '{}')
      FROM (SELECT id, coalesce(gate.api_key_creator(id), id) AS person FROM unnest(p_requester_ids) AS id) r
      LEFT JOIN app_user u ON u.id = r.person),
    'responsible', (SELECT coalesce(jsonb_object_agg(k.kind, k.people), '{}') FROM (
      SELECT r.kind, jsonb_object_agg(r.subject, r.user_id) AS people FROM responsible_person r
        WHERE r.seller_id = p_seller_ids[1] GROUP BY r.kind) k),
    'groups', (SELECT coalesce(jsonb_object_agg(g.id, g.member_ids), '{}') FROM approver_group g
      WHERE g.seller_id = ANY (p_seller_ids)),
    'rates', (SELECT coalesce(jsonb_object_agg(s.id,
        jsonb_build_object(s.currency, '1') || coalesce((SELECT jsonb_object_agg(e.currency, e.rate::text)
          FROM exchange_rate e WHERE e.seller_id = s.id AND e.currency <> s.currency), '{}')), '{}')
      FROM organization s WHERE s.id = ANY (p_seller_ids)),
    'withoutPolicy', (SELECT s.approval_default FROM organization s WHERE s.id = p_seller_ids[1]),
    'policies', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'version', p.version, 'name', p.name,
        'ownerId', p.seller_id, 'definition', v.definition) ORDER BY p.id), '[]')
      FROM approval_policy p
      JOIN approval_policy_version v ON (v.seller_id, v.policy_id, v.version) = (p.seller_id, p.id, p.version)
      WHERE p.seller_id = ANY (p_seller_ids) AND p.status = 'ACTIVE' AND (p.passes_down OR p.seller_id = p_seller_ids[1])))
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY[
    'gate.approval_routing(text[], text[], text[], timestamptz)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
DROP FUNCTION gate.administrators(text[]);
