-- People who watch wait for the publication, and nobody waits for the jobs: an event is published and told first, and
-- its jobs are added after. Until they are, the event remembers when another relay adds them.

ALTER TABLE outbox_event ADD COLUMN jobs_due_at timestamptz;
COMMENT ON COLUMN outbox_event.jobs_due_at IS 'Published, and its jobs are not known to be added: from then on any relay adds them.';
CREATE INDEX outbox_event_jobs_due ON outbox_event (jobs_due_at) WHERE jobs_due_at IS NOT NULL;
GRANT UPDATE (jobs_due_at) ON outbox_event TO countersign_gate;

DROP FUNCTION gate.await_notifications(text[]);
DROP FUNCTION gate.publish_events(text[], text[], timestamptz);
DROP FUNCTION gate.claim_events(integer);

-- A relay that is stopped between claim and commit must not hold its events, or the place of all others in the feed.
CREATE FUNCTION gate.claim_events(p_limit integer, p_now timestamptz) RETURNS SETOF countersign.outbox_event
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
BEGIN
  PERFORM set_config('idle_in_transaction_session_timeout', '4s', true);
  RETURN QUERY SELECT * FROM outbox_event WHERE published_at IS NULL ORDER BY id LIMIT p_limit FOR UPDATE SKIP LOCKED;
  RETURN QUERY SELECT * FROM outbox_event WHERE jobs_due_at <= p_now ORDER BY id LIMIT p_limit FOR UPDATE SKIP LOCKED;
END $$;

-- The advisory lock is held until commit: positions become visible in their order, so that a reader never skips one.
CREATE FUNCTION gate.publish_events(
    p_ids text[], p_offered text[], p_notified text[], p_now timestamptz, p_jobs_due_at timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('countersign.feed'));
  UPDATE outbox_event e SET published_at = p_now, feed_position = p.position, jobs_due_at = p_jobs_due_at,
      fan_out_due = e.id = ANY (p_offered), notify_due = e.id = ANY (p_notified)
    FROM (SELECT id, nextval('outbox_feed_position') AS position
          FROM (SELECT id FROM outbox_event WHERE id = ANY (p_ids) AND published_at IS NULL ORDER BY id) AS ordered) AS p
    WHERE e.id = p.id;
  UPDATE outbox_event SET jobs_due_at = p_jobs_due_at WHERE id = ANY (p_ids) AND jobs_due_at < p_jobs_due_at;
END $$;

-- Its jobs are added (null), or must be added by whoever looks at that time. Lost in a crash, it is done once more.
CREATE FUNCTION gate.expect_jobs(p_ids text[], p_due_at timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  UPDATE outbox_event SET jobs_due_at = p_due_at WHERE id = ANY (p_ids) AND jobs_due_at IS NOT NULL;
END $$;

-- As event_fanned_out, for the events of a batch.
CREATE FUNCTION gate.events_fanned_out(p_seller_id text, p_event_ids text[]) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  UPDATE outbox_event SET fan_out_due = false WHERE seller_id = p_seller_id AND id = ANY (p_event_ids)
$$;

CREATE OR REPLACE FUNCTION gate.oldest_unpublished_age(p_now timestamptz) RETURNS double precision
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT coalesce(extract(epoch FROM p_now - min(occurred_at)), 0) FROM (
    SELECT min(occurred_at) AS occurred_at FROM outbox_event WHERE published_at IS NULL
    UNION ALL SELECT min(occurred_at) FROM outbox_event WHERE jobs_due_at IS NOT NULL) AS waiting
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.claim_events(integer, timestamptz)',
    'gate.publish_events(text[], text[], text[], timestamptz, timestamptz)',
    'gate.expect_jobs(text[], timestamptz)', 'gate.events_fanned_out(text, text[])']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
