-- What the walls promise is said where the gate over the catalog reads it (test/contracts/walls-gate.test.ts).

COMMENT ON TABLE terms_version IS 'Append-only: the runtime role has no UPDATE or DELETE.';
COMMENT ON TABLE approval_decision IS 'Append-only: the runtime role has no UPDATE or DELETE.';
COMMENT ON TABLE webhook_attempt IS 'Append-only: the runtime role has no UPDATE or DELETE.';
COMMENT ON TABLE outbox_event IS 'Append-only for the runtime role; the gate alone marks what was published.';

-- Looks only: whoever knows an id but not the secret leaves no trace of use.
CREATE OR REPLACE FUNCTION gate.find_api_key(p_id text, p_now timestamptz)
  RETURNS TABLE (id text, seller_id text, organization_id text, organization_kind text, name text, secret_hash text,
    scopes text[], expires_at timestamptz, readable text[], ancestors text[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    SELECT k.id, k.seller_id, k.organization_id, o.kind, k.name, k.secret_hash, k.scopes, k.expires_at,
      (scope).readable, (scope).ancestors
    FROM api_key k
    JOIN organization o ON o.seller_id = k.seller_id AND o.id = k.organization_id
    CROSS JOIN LATERAL gate.seller_scope(k.seller_id) AS scope
    WHERE k.id = p_id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > p_now);
END $$;

-- Called when the secret was right. Written at most once a minute, like the use of a session.
CREATE FUNCTION gate.touch_api_key(p_id text, p_now timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  UPDATE api_key SET last_used_at = p_now
    WHERE id = p_id AND (last_used_at IS NULL OR last_used_at < p_now - interval '1 minute')
$$;

-- The person behind an API key: who made it, or who made the key that made it. Null when there is no such key.
CREATE FUNCTION gate.api_key_creator(p_id text) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH RECURSIVE made AS (
    SELECT created_by FROM api_key WHERE id = p_id
    UNION SELECT k.created_by FROM api_key k JOIN made ON k.id = made.created_by
  )
  SELECT created_by FROM made WHERE NOT EXISTS (SELECT FROM api_key k WHERE k.id = made.created_by) LIMIT 1
$$;

-- Whether the account signed in from this address since then: a stranger's failures elsewhere do not count against it.
CREATE FUNCTION gate.signed_in_from(p_email text, p_ip text, p_since timestamptz) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT EXISTS (SELECT FROM app_user u JOIN session s ON s.seller_id = u.seller_id AND s.user_id = u.id
    WHERE u.email = p_email AND s.ip = p_ip AND s.created_at > p_since)
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.touch_api_key(text, timestamptz)', 'gate.api_key_creator(text)',
    'gate.signed_in_from(text, text, timestamptz)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
