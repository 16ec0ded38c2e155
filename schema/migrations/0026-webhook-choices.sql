-- How an endpoint is signed for, authenticated, for how long, and by which version of the envelope it is told. Key pairs
-- stand beside shared secrets in `secrets`, sealed as they are.

ALTER TABLE webhook_endpoint
  ADD COLUMN signature_scheme text NOT NULL DEFAULT 'HMAC' CHECK (signature_scheme IN ('HMAC', 'ED25519', 'BOTH')),
  ADD COLUMN authentication text NOT NULL DEFAULT 'NONE' CHECK (authentication IN ('NONE', 'BASIC', 'BEARER')),
  ADD COLUMN sealed_authorization text,
  ADD COLUMN expires_at timestamptz,
  ADD COLUMN api_version text NOT NULL DEFAULT '2026-11-01',
  ADD COLUMN query text CHECK (length(query) <= 10000),
  ADD COLUMN query_problem text,
  ADD CHECK (payload <> 'QUERY' OR query IS NOT NULL),
  DROP CONSTRAINT webhook_endpoint_payload_check,
  ADD CONSTRAINT webhook_endpoint_payload_check CHECK (payload IN ('FULL', 'THIN', 'FLAT', 'QUERY')),
  ADD CHECK ((sealed_authorization IS NULL) = (authentication = 'NONE')),
  DROP CONSTRAINT webhook_endpoint_disabled_reason_check,
  ADD CONSTRAINT webhook_endpoint_disabled_reason_check
    CHECK (disabled_reason IN ('MANUAL', 'GONE', 'FAILING', 'RECEIVER_REQUEST', 'EXPIRED'));
COMMENT ON COLUMN webhook_endpoint.sealed_authorization IS 'The authorization header of its requests, encrypted for this endpoint.';
CREATE INDEX webhook_endpoint_expiring ON webhook_endpoint (expires_at) WHERE status = 'ACTIVE' AND expires_at IS NOT NULL;

-- What a replay of one endpoint looks through.
CREATE INDEX webhook_message_of_endpoint ON webhook_message (seller_id, endpoint_id, created_at, id);

-- Whose endpoints are past their time.
CREATE FUNCTION gate.sellers_with_expired_webhooks(p_now timestamptz) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT DISTINCT seller_id FROM webhook_endpoint
    WHERE status = 'ACTIVE' AND deleted_at IS NULL AND expires_at <= p_now ORDER BY 1
$$;

-- Whose endpoints have stored queries, which the schema of a new release may not answer.
CREATE FUNCTION gate.sellers_with_webhook_queries() RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT DISTINCT seller_id FROM webhook_endpoint WHERE payload = 'QUERY' AND deleted_at IS NULL ORDER BY 1
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.sellers_with_expired_webhooks(timestamptz)',
    'gate.sellers_with_webhook_queries()']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
