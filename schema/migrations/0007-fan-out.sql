-- A fan-out that runs before the relay has committed its publication used to look past it, and left the event due for the
-- reconciler to fan out once more. It waits for the relay's lock on the event now.
CREATE OR REPLACE FUNCTION gate.event_fanned_out(p_seller_id text, p_event_id text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  UPDATE outbox_event SET fan_out_due = false WHERE seller_id = p_seller_id AND id = p_event_id
$$;
