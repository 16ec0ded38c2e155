-- A customer's own approvers: users of the customer whom a policy can ask about the customer's orders.

DROP FUNCTION gate.approval_routing(text[], text[], text[], timestamptz);

-- All that routing needs to know of sellers, the selling one and those above it, whom it cannot read, and who decides for
-- the customers at hand: in one statement.
CREATE FUNCTION gate.approval_routing(
    p_seller_ids text[], p_requester_ids text[], p_customer_ids text[], p_deciding_roles text[], p_now timestamptz)
  RETURNS jsonb
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT jsonb_build_object(
    'people', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'sellerId', p.seller_id, 'roles', p.roles,
        'customerId', p.customer_id)
        ORDER BY p.id), '[]') FROM (
      SELECT u.id, u.first_name || ' ' || u.last_name AS name, u.seller_id, u.roles,
          nullif(u.organization_id, u.seller_id) AS customer_id FROM app_user u
        WHERE u.seller_id = ANY (p_seller_ids) AND (u.organization_id = u.seller_id OR u.organization_id = ANY (p_customer_ids))
          AND u.status = 'ACTIVE' AND u.roles && p_deciding_roles
      UNION ALL
      SELECT k.id, k.name, k.seller_id, ARRAY['INTEGRATION'], NULL FROM api_key k
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

-- Open requests that name one of these people, and that nobody could decide without them: not the others that are
-- named, nor the administrators of the seller and of those above, who join where too few are left.
CREATE OR REPLACE FUNCTION gate.approvals_left_to_nobody(p_gone text[], p_deciding_roles text[], p_now timestamptz)
  RETURNS TABLE (request_id text, order_number text, named text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH asked AS (
    SELECT r.id, r.seller_id, r.organization_id, r.facts->>'orderNumber' AS order_number, o.path, s.id AS step_id, g.value AS members,
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
        WHERE u.seller_id = ANY (a.path || a.seller_id) AND u.organization_id IN (u.seller_id, a.organization_id) AND u.status = 'ACTIVE'
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
  FOREACH f IN ARRAY ARRAY[
    'gate.approval_routing(text[], text[], text[], text[], timestamptz)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
