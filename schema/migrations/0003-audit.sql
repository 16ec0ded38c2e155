-- The audit chain. Every recorded event becomes an entry of its seller's chain in the commit that records it, by a
-- trigger that runs last in the transaction: the head of a chain is always the last lock that anybody takes. Events
-- are purged after their time, entries never.

CREATE TABLE audit_entry (
  seller_id text NOT NULL,
  sequence bigint NOT NULL CHECK (sequence >= 1),
  event_id text NOT NULL,
  organization_id text,
  type text NOT NULL,
  subject_id text NOT NULL,
  actor_id text,
  occurred_at timestamptz NOT NULL,
  canonical text NOT NULL,
  previous_hash text NOT NULL,
  entry_hash text NOT NULL,
  PRIMARY KEY (seller_id, sequence),
  UNIQUE (seller_id, event_id)
);
COMMENT ON COLUMN audit_entry.canonical IS 'The event as the exact text that was hashed; the columns before it repeat parts of it, for filters.';
CREATE INDEX audit_entry_by_subject ON audit_entry (seller_id, subject_id, sequence);
CREATE INDEX audit_entry_by_actor ON audit_entry (seller_id, actor_id, sequence);
CREATE INDEX audit_entry_by_type ON audit_entry (seller_id, type, sequence);

CREATE TABLE audit_chain (
  seller_id text PRIMARY KEY,
  last_sequence bigint NOT NULL CHECK (last_sequence >= 0),
  head_hash text NOT NULL
);

-- A head that was signed and exported. Without it a chain that was cut or written anew from its start looks whole.
CREATE TABLE audit_anchor (
  seller_id text NOT NULL,
  sequence bigint NOT NULL,
  head_hash text NOT NULL,
  signed_at timestamptz NOT NULL,
  signing_key_id text NOT NULL,
  signature text NOT NULL,
  PRIMARY KEY (seller_id, sequence),
  FOREIGN KEY (seller_id, sequence) REFERENCES audit_entry (seller_id, sequence)
);

-- ----------------------------------------------------------------------------------- append-only, also for the owner

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchor
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_is_append_only BEFORE DELETE OR TRUNCATE ON audit_chain
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE FUNCTION audit_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seller_id <> OLD.seller_id OR NEW.last_sequence <> OLD.last_sequence + 1 THEN
    RAISE EXCEPTION 'The head of the chain of % moves one entry at a time', OLD.seller_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_head_moves_on BEFORE UPDATE ON audit_chain
  FOR EACH ROW EXECUTE FUNCTION audit_head_moves_on();

-- ------------------------------------------------------------------------------------------------ text and hash

-- An event as text: everything but its place in the feed, which comes later. Instants are written in UTC with
-- microseconds, because jsonb would write them in the time zone of whoever asks.
CREATE FUNCTION audit_text(e outbox_event) RETURNS text
  LANGUAGE sql STABLE SET search_path = countersign, pg_temp AS $$
  SELECT jsonb_build_object(
    'format', 'countersign.audit-entry.v1', 'id', e.id, 'sellerId', e.seller_id, 'organizationId', e.organization_id,
    'type', e.type, 'schemaVersion', e.schema_version, 'subjectType', e.subject_type, 'subjectId', e.subject_id,
    'subjectVersion', e.subject_version, 'actor', e.actor, 'data', e.data, 'correlationId', e.correlation_id,
    'occurredAt', to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text
$$;

-- SHA-256, hex, over four lines (UTF-8): the hash before, the seller, the place in the chain, the text. The text comes
-- last and no other line can hold a line feed, so that two different entries never have one text.
CREATE FUNCTION audit_hash(p_previous text, p_seller_id text, p_sequence bigint, p_canonical text) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT encode(sha256(convert_to(
    p_previous || E'\n' || p_seller_id || E'\n' || p_sequence::text || E'\n' || p_canonical, 'UTF8')), 'hex')
$$;

-- ------------------------------------------------------------------------------------- row-level security: wall two

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['audit_entry', 'audit_chain', 'audit_anchor'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY tenant_read ON %I FOR SELECT TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]))$p$, t);
    EXECUTE format('CREATE POLICY gate ON %I TO countersign_gate USING (true) WITH CHECK (true)', t);
  END LOOP;
  CREATE POLICY tenant_insert ON audit_anchor FOR INSERT TO countersign_app
    WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
  CREATE POLICY organization_scope ON audit_entry AS RESTRICTIVE TO countersign_app
    USING (CASE WHEN (SELECT organization_scope()) IS NULL THEN true
      ELSE organization_id = ANY ((SELECT organization_scope())::text[]) END);
  FOREACH t IN ARRAY ARRAY['audit_chain', 'audit_anchor'] LOOP
    EXECUTE format($p$CREATE POLICY not_for_customers ON %I AS RESTRICTIVE TO countersign_app
      USING ((SELECT organization_scope()) IS NULL)$p$, t);
  END LOOP;
END $$;

-- The runtime role cannot write an entry or a head; it may only sign.
GRANT SELECT ON audit_entry, audit_chain, audit_anchor TO countersign_app;
GRANT INSERT ON audit_anchor TO countersign_app;
GRANT SELECT ON audit_anchor TO countersign_gate;
GRANT SELECT, INSERT ON audit_entry, audit_chain TO countersign_gate;
GRANT UPDATE (last_sequence, head_hash) ON audit_chain TO countersign_gate;

-- ---------------------------------------------------------------------------------------------- the gate: the chain

-- Writes the entry behind a head and answers with its hash.
CREATE FUNCTION gate.append_audit_entry(e countersign.outbox_event, p_previous text, p_sequence bigint) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
DECLARE
  v_text text := audit_text(e);
  v_hash text := audit_hash(p_previous, e.seller_id, p_sequence, v_text);
BEGIN
  INSERT INTO audit_entry (seller_id, sequence, event_id, organization_id, type, subject_id, actor_id, occurred_at,
    canonical, previous_hash, entry_hash)
  VALUES (e.seller_id, p_sequence, e.id, e.organization_id, e.type, e.subject_id, e.actor ->> 'id',
    e.occurred_at, v_text, p_previous, v_hash);
  RETURN v_hash;
END $$;

-- Remembers whose events this transaction holds, until it ends.
CREATE FUNCTION gate.note_seller() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
DECLARE
  v_noted text[] := setting_list('audit.sellers');
BEGIN
  IF NEW.seller_id <> ALL (v_noted) THEN
    PERFORM set_config('audit.sellers', array_to_string(v_noted || NEW.seller_id, ','), true);
  END IF;
  RETURN NULL;
END $$;

-- The first entry of a transaction locks all the heads that it will move, in the order of their sellers: else two
-- transactions over the same two sellers would stop each other. The setting is not trusted with more than that.
CREATE FUNCTION gate.chain_event() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
DECLARE
  head audit_chain;
  v_noted text[] := setting_list('audit.sellers');
BEGIN
  IF cardinality(v_noted) > 1 THEN
    PERFORM FROM audit_chain WHERE seller_id = ANY (v_noted) ORDER BY seller_id FOR NO KEY UPDATE;
    PERFORM set_config('audit.sellers', '', true);
  END IF;
  SELECT * INTO head FROM audit_chain WHERE seller_id = NEW.seller_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    INSERT INTO audit_chain VALUES (NEW.seller_id, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT head FROM audit_chain WHERE seller_id = NEW.seller_id FOR NO KEY UPDATE;
  END IF;
  UPDATE audit_chain SET last_sequence = head.last_sequence + 1,
      head_hash = gate.append_audit_entry(NEW, head.head_hash, head.last_sequence + 1)
    WHERE seller_id = NEW.seller_id;
  RETURN NULL;
END $$;

CREATE TRIGGER event_is_noted AFTER INSERT ON outbox_event FOR EACH ROW EXECUTE FUNCTION gate.note_seller();
-- Deferred: it runs when the transaction commits.
CREATE CONSTRAINT TRIGGER event_is_chained AFTER INSERT ON outbox_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gate.chain_event();

-- Whose heads moved since they were last signed.
CREATE FUNCTION gate.moved_audit_heads() RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT c.seller_id FROM audit_chain c WHERE c.last_sequence > coalesce(
    (SELECT max(a.sequence) FROM audit_anchor a WHERE a.seller_id = c.seller_id), 0) ORDER BY c.seller_id
$$;

-- Everybody who has, had or ought to have a chain: whoever verifies must not be sent past one that was deleted.
CREATE FUNCTION gate.audited_sellers() RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT seller_id FROM audit_chain UNION SELECT seller_id FROM audit_anchor
  UNION SELECT id FROM organization WHERE kind <> 'CUSTOMER' ORDER BY 1
$$;

-- ------------------------------------------------------------------------------------------------ the gate: retention
-- What has served its time goes, at most `p_limit` rows a call. Each looks at the oldest rows only, so that a call that
-- finds nothing costs as little as one that does. What must stay whatever the time says is decided here.

GRANT SELECT, DELETE ON idempotency_key, webhook_attempt TO countersign_gate;
GRANT DELETE ON outbox_event, job_run, session, user_token, webhook_message TO countersign_gate;
-- Only to lock them: a message that somebody replays at that moment stays.
GRANT UPDATE (updated_at) ON webhook_message TO countersign_gate;
CREATE POLICY gate ON idempotency_key TO countersign_gate USING (true) WITH CHECK (true);
CREATE POLICY gate ON webhook_attempt TO countersign_gate USING (true) WITH CHECK (true);
CREATE INDEX job_run_done ON job_run (updated_at) WHERE status = 'DONE';
CREATE INDEX webhook_message_open ON webhook_message (seller_id, event_id) WHERE status IN ('PENDING', 'RETRYING');

-- Published, in the chain, and no message of it under way.
CREATE FUNCTION gate.purge_events(p_before timestamptz, p_limit integer) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH oldest AS MATERIALIZED (
    SELECT id, seller_id, published_at FROM outbox_event WHERE feed_position IS NOT NULL
    ORDER BY feed_position LIMIT p_limit * 10
  ), gone AS (
    DELETE FROM outbox_event WHERE id IN (SELECT o.id FROM oldest o WHERE o.published_at < p_before
      AND EXISTS (SELECT FROM audit_entry a WHERE a.seller_id = o.seller_id AND a.event_id = o.id)
      AND NOT EXISTS (SELECT FROM webhook_message m
        WHERE m.seller_id = o.seller_id AND m.event_id = o.id AND m.status IN ('PENDING', 'RETRYING'))
      LIMIT p_limit) RETURNING 1
  ) SELECT count(*)::integer FROM gone
$$;

-- Never what is under way or a dead letter.
CREATE FUNCTION gate.purge_job_runs(p_before timestamptz, p_limit integer) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH gone AS (
    DELETE FROM job_run WHERE job_id IN (SELECT job_id FROM job_run WHERE status = 'DONE' AND updated_at < p_before
      ORDER BY updated_at LIMIT p_limit) RETURNING 1
  ) SELECT count(*)::integer FROM gone
$$;

CREATE FUNCTION gate.purge_idempotency_keys(p_before timestamptz, p_limit integer) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH gone AS (
    DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(SELECT ctid FROM idempotency_key WHERE expires_at < p_before
      ORDER BY expires_at LIMIT p_limit)) RETURNING 1
  ) SELECT count(*)::integer FROM gone
$$;

CREATE FUNCTION gate.purge_sessions(p_before timestamptz, p_limit integer) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH gone AS (
    DELETE FROM session WHERE id IN (SELECT id FROM session WHERE least(expires_at, revoked_at) < p_before
      ORDER BY id LIMIT p_limit) RETURNING 1
  ) SELECT count(*)::integer FROM gone
$$;

CREATE FUNCTION gate.purge_user_tokens(p_before timestamptz, p_limit integer) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH gone AS (
    DELETE FROM user_token WHERE id IN (SELECT id FROM user_token WHERE expires_at < p_before
      ORDER BY id LIMIT p_limit) RETURNING 1
  ) SELECT count(*)::integer FROM gone
$$;

CREATE FUNCTION gate.purge_sign_in_attempts(p_before timestamptz, p_limit integer) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  WITH gone AS (
    DELETE FROM sign_in_attempt WHERE key IN (SELECT key FROM sign_in_attempt WHERE updated_at < p_before LIMIT p_limit)
    RETURNING 1
  ) SELECT count(*)::integer FROM gone
$$;

-- Messages that nobody will send again, with their attempts.
CREATE FUNCTION gate.purge_webhook_messages(p_before timestamptz, p_limit integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
DECLARE
  v_ids text[];
BEGIN
  v_ids := ARRAY(
    SELECT m.id FROM webhook_message m
    WHERE m.id IN (SELECT id FROM webhook_message ORDER BY id LIMIT p_limit * 10)
      AND m.updated_at < p_before AND m.status IN ('SUCCEEDED', 'FAILED', 'SKIPPED')
    ORDER BY m.id LIMIT p_limit FOR UPDATE SKIP LOCKED);
  DELETE FROM webhook_attempt a USING webhook_message m
    WHERE m.id = ANY (v_ids) AND a.seller_id = m.seller_id AND a.message_id = m.id;
  DELETE FROM webhook_message WHERE id = ANY (v_ids);
  RETURN cardinality(v_ids);
END $$;

-- Whoever can append can forge: these three serve the triggers alone.
DO $$
DECLARE
  f regprocedure;
  v_name text;
BEGIN
  FOR f, v_name IN SELECT p.oid::regprocedure, p.proname FROM pg_proc p WHERE p.pronamespace = 'gate'::regnamespace
    AND (p.proname IN ('append_audit_entry', 'note_seller', 'chain_event', 'moved_audit_heads', 'audited_sellers')
      OR p.proname LIKE 'purge\_%') LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    IF v_name NOT IN ('append_audit_entry', 'note_seller', 'chain_event') THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    END IF;
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;

-- What was recorded before there was a chain, in the order in which it happened. The trigger's lock keeps writers away
-- until this is committed. The owner cannot read events past row-level security; the gate can.
SET LOCAL ROLE countersign_gate;
DO $$
DECLARE
  v_seller text;
  v_hash text;
  v_sequence bigint;
  e countersign.outbox_event;
BEGIN
  FOR v_seller IN SELECT DISTINCT seller_id FROM countersign.outbox_event LOOP
    v_hash := repeat('0', 64);
    v_sequence := 0;
    FOR e IN SELECT * FROM countersign.outbox_event WHERE seller_id = v_seller ORDER BY id LOOP
      v_sequence := v_sequence + 1;
      v_hash := gate.append_audit_entry(e, v_hash, v_sequence);
    END LOOP;
    INSERT INTO countersign.audit_chain VALUES (v_seller, v_sequence, v_hash);
  END LOOP;
END $$;
RESET ROLE;
