-- What a search needs to know of the rules of price lists: how far they raise or lower any price, and what they say of
-- one offer, from the index alone.
DROP INDEX price_by_offer;
CREATE INDEX price_by_offer ON price (offer_id, currency, seller_id, valid_from)
  INCLUDE (valid_to, unit_price, price_list_id, percent);
CREATE INDEX price_by_percent ON price (seller_id, price_list_id, percent) WHERE percent IS NOT NULL;

-- Renewals: the one that is told or held, and those that were carried out.
CREATE TABLE subscription_renewal (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  subscription_id text NOT NULL,
  subscription_version integer NOT NULL,
  renews_on date NOT NULL,
  status text NOT NULL CHECK (status IN ('UPCOMING', 'HELD', 'RENEWED')),
  hold text CHECK (hold IN ('PRICE_MISSING', 'OFFER_RETIRED', 'TERM_NOT_SOLD', 'QUANTITY_NOT_SOLD')),
  offer_id text NOT NULL REFERENCES offer (id),
  offer_name text NOT NULL,
  quantity numeric(18, 8) NOT NULL CHECK (quantity > 0),
  currency text NOT NULL,
  unit_price numeric(20, 8) CHECK (unit_price >= 0),
  price_source text CHECK (price_source IN ('PRICE_LIST', 'LAST_PRICE')),
  commitment_term text NOT NULL,
  term_end_date date NOT NULL CHECK (term_end_date > renews_on),
  before jsonb NOT NULL,
  told_at timestamptz NOT NULL,
  renewed_at timestamptz,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id, subscription_id) REFERENCES cloud_subscription (seller_id, id),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id),
  CHECK ((status = 'HELD') = (hold IS NOT NULL)),
  CHECK ((status = 'HELD') = (unit_price IS NULL)),
  CHECK ((unit_price IS NULL) = (price_source IS NULL)),
  CHECK ((status = 'RENEWED') = (renewed_at IS NOT NULL))
);
COMMENT ON COLUMN subscription_renewal.subscription_version IS 'Of the subscription when this was last looked at: after another change it is looked at again.';
COMMENT ON COLUMN subscription_renewal.before IS 'The term that ends: offer, quantity, price, days.';
CREATE UNIQUE INDEX subscription_renewal_open ON subscription_renewal (seller_id, subscription_id, renews_on)
  WHERE status <> 'RENEWED';
CREATE INDEX subscription_renewal_of ON subscription_renewal (seller_id, subscription_id, renews_on, id);
ALTER TABLE subscription_renewal ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscription_renewal FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON subscription_renewal FOR SELECT TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]));
CREATE POLICY tenant_insert ON subscription_renewal FOR INSERT TO countersign_app
  WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY tenant_update ON subscription_renewal FOR UPDATE TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))
  WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY organization_scope ON subscription_renewal AS RESTRICTIVE TO countersign_app
  USING (CASE WHEN (SELECT organization_scope()) IS NULL THEN true
    ELSE organization_id = ANY ((SELECT organization_scope())::text[]) END);
GRANT SELECT, INSERT, UPDATE ON subscription_renewal TO countersign_app;
REVOKE DELETE ON subscription_renewal FROM countersign_app;

CREATE INDEX cloud_subscription_terms ON cloud_subscription (commitment_end_date)
  WHERE status = 'ACTIVE' AND cancellation_date IS NULL;

GRANT SELECT ON subscription_renewal TO countersign_gate;
CREATE POLICY gate ON subscription_renewal TO countersign_gate USING (true) WITH CHECK (true);

-- Whose subscriptions renew within the notice, on the seller's calendar, and are not told yet as they are now, or are due.
CREATE FUNCTION gate.sellers_with_renewals(p_now timestamptz, p_notice_days integer) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT DISTINCT c.seller_id FROM cloud_subscription c JOIN organization s ON s.id = c.seller_id
    LEFT JOIN subscription_renewal r ON r.seller_id = c.seller_id AND r.subscription_id = c.id
      AND r.renews_on = c.commitment_end_date AND r.status <> 'RENEWED'
    WHERE c.status = 'ACTIVE' AND c.cancellation_date IS NULL AND c.auto_renew
      AND c.commitment_end_date <= (p_now AT TIME ZONE s.time_zone)::date + p_notice_days
      AND (r.id IS NULL OR r.status = 'HELD' OR r.subscription_version <> c.version
        OR c.commitment_end_date <= (p_now AT TIME ZONE s.time_zone)::date)
    ORDER BY 1
$$;

-- As before, and whose subscriptions do not renew though their term is over.
CREATE OR REPLACE FUNCTION gate.sellers_with_ending_subscriptions(p_now timestamptz) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT c.seller_id FROM cloud_subscription c JOIN organization s ON s.id = c.seller_id
    WHERE c.status = 'ACTIVE' AND c.cancellation_date <= (p_now AT TIME ZONE s.time_zone)::date
  UNION
  SELECT c.seller_id FROM cloud_subscription c JOIN organization s ON s.id = c.seller_id
    WHERE c.status = 'ACTIVE' AND c.cancellation_date IS NULL AND NOT c.auto_renew
      AND c.commitment_end_date <= (p_now AT TIME ZONE s.time_zone)::date
  ORDER BY 1
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.sellers_with_renewals(timestamptz, integer)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;
