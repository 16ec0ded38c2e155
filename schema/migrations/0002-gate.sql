-- Functions of the gate. Each is SECURITY DEFINER, owned by countersign_gate, with a fixed search_path.

CREATE TYPE gate.scope AS (readable text[], ancestors text[]);

-- Which sellers an actor of this seller reads: itself and its descendants; and which configuration it inherits.
CREATE FUNCTION gate.seller_scope(p_seller_id text) RETURNS gate.scope
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT ROW(
    (SELECT coalesce(array_agg(o.id ORDER BY o.id), '{}') FROM organization o
      WHERE o.path @> ARRAY[p_seller_id] AND o.kind <> 'CUSTOMER' AND (o.id = p_seller_id OR s.kind = 'RESELLER')),
    array_remove(s.path, s.id)
  )::gate.scope
  FROM organization s WHERE s.id = p_seller_id
$$;

CREATE FUNCTION gate.find_session(p_token_hash text, p_now timestamptz, p_idle interval)
  RETURNS TABLE (session_id text, user_id text, seller_id text, organization_id text, organization_kind text,
    email text, name text, roles text[], expires_at timestamptz, readable text[], ancestors text[])
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
#variable_conflict use_column
BEGIN
  -- Written at most once a minute: a session in use costs no write per request.
  UPDATE session SET last_used_at = p_now
    WHERE token_hash = p_token_hash AND last_used_at < p_now - interval '1 minute'
      AND revoked_at IS NULL AND expires_at > p_now AND last_used_at > p_now - p_idle;
  RETURN QUERY
    SELECT s.id, u.id, u.seller_id, u.organization_id, o.kind, u.email, u.first_name || ' ' || u.last_name, u.roles,
      s.expires_at, (scope).readable, (scope).ancestors
    FROM session s
    JOIN app_user u ON u.seller_id = s.seller_id AND u.id = s.user_id
    JOIN organization o ON o.seller_id = u.seller_id AND o.id = u.organization_id
    CROSS JOIN LATERAL gate.seller_scope(u.seller_id) AS scope
    WHERE s.token_hash = p_token_hash AND s.revoked_at IS NULL AND s.expires_at > p_now
      AND s.last_used_at > p_now - p_idle AND u.status = 'ACTIVE';
END $$;

CREATE FUNCTION gate.find_api_key(p_id text, p_now timestamptz)
  RETURNS TABLE (id text, seller_id text, organization_id text, organization_kind text, name text, secret_hash text,
    scopes text[], expires_at timestamptz, readable text[], ancestors text[])
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
#variable_conflict use_column
BEGIN
  UPDATE api_key SET last_used_at = p_now
    WHERE id = p_id AND (last_used_at IS NULL OR last_used_at < p_now - interval '1 minute');
  RETURN QUERY
    SELECT k.id, k.seller_id, k.organization_id, o.kind, k.name, k.secret_hash, k.scopes, k.expires_at,
      (scope).readable, (scope).ancestors
    FROM api_key k
    JOIN organization o ON o.seller_id = k.seller_id AND o.id = k.organization_id
    CROSS JOIN LATERAL gate.seller_scope(k.seller_id) AS scope
    WHERE k.id = p_id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > p_now);
END $$;

CREATE FUNCTION gate.sign_in_candidates(p_email text)
  RETURNS TABLE (user_id text, seller_id text, password_hash text, status text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT id, seller_id, password_hash, status FROM app_user WHERE email = p_email ORDER BY created_at, id LIMIT 5
$$;

-- Back-off of failed sign-ins: how long each key is still blocked, in milliseconds.
CREATE FUNCTION gate.sign_in_blocked(p_keys text[], p_now timestamptz) RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT coalesce(max(greatest(0, extract(epoch FROM blocked_until - p_now) * 1000)), 0)::bigint
    FROM sign_in_attempt WHERE key = ANY (p_keys)
$$;

-- A failure is forgiven every quarter of an hour: else an office would be shut out by a few typing errors a day.
CREATE FUNCTION gate.sign_in_failed(p_key text, p_free integer, p_now timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  INSERT INTO sign_in_attempt AS a (key, failures, blocked_until, updated_at) VALUES (p_key, 1, NULL, p_now)
  ON CONFLICT (key) DO UPDATE SET (failures, blocked_until, updated_at) = (
    SELECT f.failures, CASE WHEN f.failures > p_free
      THEN p_now + least(interval '15 minutes', interval '1 second' * power(2, least(f.failures - p_free, 10))) END, p_now
    FROM (SELECT 1 + greatest(0,
      a.failures - floor(extract(epoch FROM p_now - a.updated_at) / 900)::integer) AS failures) AS f)
$$;

CREATE FUNCTION gate.sign_in_succeeded(p_keys text[]) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  DELETE FROM sign_in_attempt WHERE key = ANY (p_keys)
$$;

-- A session for a user whose password was verified; the runtime role has no tenant yet when it needs this.
CREATE FUNCTION gate.create_session(p_id text, p_user_id text, p_token_hash text, p_ip text, p_user_agent text,
    p_now timestamptz, p_expires timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  INSERT INTO session (id, seller_id, user_id, token_hash, ip, user_agent, created_at, last_used_at, expires_at)
  SELECT p_id, seller_id, id, p_token_hash, p_ip, p_user_agent, p_now, p_now, p_expires
    FROM app_user WHERE id = p_user_id AND status = 'ACTIVE'
$$;

-- Uses up a one-time token: sets the password, activates an invited user, ends its sessions and its other tokens.
CREATE FUNCTION gate.redeem_user_token(p_token_hash text, p_password_hash text, p_now timestamptz)
  RETURNS TABLE (user_id text, seller_id text, purpose text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
#variable_conflict use_column
DECLARE v_user text; v_seller text; v_purpose text;
BEGIN
  UPDATE user_token t SET used_at = p_now
    WHERE t.token_hash = p_token_hash AND t.used_at IS NULL AND t.expires_at > p_now
    RETURNING t.user_id, t.seller_id, t.purpose INTO v_user, v_seller, v_purpose;
  IF v_user IS NULL THEN RETURN; END IF;
  UPDATE app_user u SET password_hash = p_password_hash, status = 'ACTIVE', version = u.version + 1, updated_at = p_now
    WHERE u.seller_id = v_seller AND u.id = v_user AND u.status <> 'DEACTIVATED';
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE user_token t SET used_at = p_now WHERE t.seller_id = v_seller AND t.user_id = v_user AND t.used_at IS NULL;
  UPDATE session s SET revoked_at = p_now WHERE s.seller_id = v_seller AND s.user_id = v_user AND s.revoked_at IS NULL;
  RETURN QUERY SELECT v_user, v_seller, v_purpose;
END $$;

-- Who may decide for these sellers: a sub-reseller cannot read its parent's users, but must know that somebody exists.
CREATE FUNCTION gate.administrators(p_seller_ids text[])
  RETURNS TABLE (user_id text, seller_id text, name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT u.id, u.seller_id, u.first_name || ' ' || u.last_name FROM app_user u
    WHERE u.seller_id = ANY (p_seller_ids) AND u.organization_id = u.seller_id
      AND u.status = 'ACTIVE' AND 'RESELLER_ADMIN' = ANY (u.roles)
    ORDER BY u.id
$$;

-- Verifying evidence needs the hashes beside it in the chain, whosever they are; behind the last entry stands the head.
CREATE FUNCTION gate.evidence_links(p_seller_id text, p_sequence bigint)
  RETURNS TABLE (sequence bigint, previous_hash text, evidence_hash text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT chain_sequence, previous_hash, evidence_hash FROM terms_acceptance
    WHERE seller_id = p_seller_id AND chain_sequence IN (p_sequence - 1, p_sequence + 1)
  UNION ALL
  SELECT last_sequence + 1, head_hash, NULL FROM terms_chain WHERE seller_id = p_seller_id AND last_sequence = p_sequence
$$;

-- The relay: committed events that nobody has published, locked until its transaction ends.
CREATE FUNCTION gate.claim_events(p_limit integer) RETURNS SETOF countersign.outbox_event
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT * FROM outbox_event WHERE published_at IS NULL ORDER BY id LIMIT p_limit FOR UPDATE SKIP LOCKED
$$;

-- The advisory lock is held until commit: positions become visible in their order, so that a reader never skips one.
CREATE FUNCTION gate.publish_events(p_ids text[], p_now timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('countersign.feed'));
  UPDATE outbox_event e SET published_at = p_now, feed_position = p.position
    FROM (SELECT id, nextval('outbox_feed_position') AS position
          FROM (SELECT id FROM outbox_event WHERE id = ANY (p_ids) AND published_at IS NULL ORDER BY id) AS ordered) AS p
    WHERE e.id = p.id;
END $$;

CREATE FUNCTION gate.oldest_unpublished_age(p_now timestamptz) RETURNS double precision
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT coalesce(extract(epoch FROM p_now - min(occurred_at)), 0) FROM outbox_event WHERE published_at IS NULL
$$;

-- The reconciler: work that PostgreSQL says must go on. What became a dead letter waits for a person instead. The newest
-- come first: orders that wait for people (on hold, delivered by hand) stay in the list and must not fill it.
CREATE FUNCTION gate.waiting_work(p_before timestamptz, p_limit integer)
  RETURNS TABLE (kind text, seller_id text, subject_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH dead AS MATERIALIZED (
    SELECT seller_id, queue, data ->> 'subjectId' AS subject_id FROM job_run WHERE status = 'DEAD')
  (SELECT 'order-number', seller_id, min(id) FROM orders
    WHERE order_number IS NULL AND submitted_at < p_before AND status = 'SUBMITTED' GROUP BY seller_id LIMIT p_limit)
  UNION ALL
  (SELECT 'approval-routing', o.seller_id, o.id FROM orders o JOIN organization s ON s.id = o.seller_id
    WHERE o.status = 'SUBMITTED' AND o.order_number IS NOT NULL AND o.updated_at < p_before
      AND (s.approval_submission = 'AUTOMATIC' OR o.revision > 1)
      AND NOT EXISTS (SELECT FROM dead d WHERE (d.seller_id, d.queue, d.subject_id) = (o.seller_id, 'approval-routing', o.id))
    ORDER BY o.updated_at DESC LIMIT p_limit)
  UNION ALL
  (SELECT 'terms-record', t.seller_id, t.order_id FROM terms_acceptance t
    WHERE t.sealed_at IS NULL AND t.accepted_at < p_before
      AND NOT EXISTS (SELECT FROM dead d WHERE (d.seller_id, d.queue, d.subject_id) = (t.seller_id, 'terms-record', t.order_id))
    GROUP BY t.seller_id, t.order_id LIMIT p_limit)
  UNION ALL
  (SELECT 'provisioning', o.seller_id, o.id FROM orders o
    WHERE o.updated_at < p_before AND (o.status = 'APPROVED'
      OR (o.status = 'IN_FULFILLMENT' AND EXISTS (SELECT FROM order_line l WHERE l.seller_id = o.seller_id
        AND l.order_id = o.id AND l.status IN ('PENDING', 'QUEUED', 'IN_PROGRESS'))))
      AND NOT EXISTS (SELECT FROM dead d WHERE (d.seller_id, d.queue, d.subject_id) = (o.seller_id, 'provisioning', o.id))
    ORDER BY o.updated_at DESC LIMIT p_limit)
  UNION ALL
  (SELECT 'webhook-delivery', m.seller_id, m.id FROM webhook_message m
    WHERE m.status IN ('PENDING', 'RETRYING') AND m.next_attempt_at < p_before
      AND NOT EXISTS (SELECT FROM dead d WHERE (d.seller_id, d.queue, d.subject_id) = (m.seller_id, 'webhook-delivery', m.id))
    ORDER BY m.next_attempt_at DESC LIMIT p_limit)
$$;

CREATE FUNCTION gate.sellers() RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT id FROM organization WHERE kind = 'RESELLER' ORDER BY id
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'gate'::regnamespace LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
