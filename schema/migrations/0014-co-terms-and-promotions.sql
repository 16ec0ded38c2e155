-- What is agreed for a line besides its price: a first term that ends with something else, and what a promotion takes off.

ALTER TABLE orders ADD COLUMN start_day date;
COMMENT ON COLUMN orders.start_day IS 'The day that its amounts are counted from, on the seller''s calendar; null: before there were such days.';

ALTER TABLE order_line
  ADD COLUMN co_term_date date,
  ADD COLUMN co_term_with_subscription_id text,
  ADD COLUMN proration_factor numeric(9, 8) NOT NULL DEFAULT 1 CHECK (proration_factor BETWEEN 0 AND 1),
  ADD FOREIGN KEY (seller_id, co_term_with_subscription_id) REFERENCES cloud_subscription (seller_id, id),
  ADD CHECK (co_term_with_subscription_id IS NULL OR co_term_date IS NOT NULL);
COMMENT ON COLUMN order_line.co_term_date IS 'The day on which its first term ends, with something else; null: a term of its own.';
COMMENT ON COLUMN order_line.proration_factor IS 'Part of a whole billing period that its first charge is for.';

COMMENT ON COLUMN cloud_subscription.term_start_date IS
  'Terms and billing periods are counted from this day, forth and back; null: from activation. After a first term that was shortened to end with something else, it is that end.';

-- --------------------------------------------------------------------------------------------------- promotions

CREATE TABLE promotion (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  code text NOT NULL,
  code_key text NOT NULL,
  name text NOT NULL,
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'ARCHIVED')),
  percent_off numeric(7, 4) NOT NULL CHECK (percent_off > 0 AND percent_off <= 100),
  components jsonb NOT NULL,
  billing_periods integer CHECK (billing_periods BETWEEN 1 AND 120),
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  offer_ids jsonb NOT NULL DEFAULT '[]',
  product_ids jsonb NOT NULL DEFAULT '[]',
  vendor_ids jsonb NOT NULL DEFAULT '[]',
  organization_id text,
  new_customers_only boolean NOT NULL DEFAULT false,
  max_redemptions integer CHECK (max_redemptions > 0),
  max_redemptions_per_customer integer CHECK (max_redemptions_per_customer > 0),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  CONSTRAINT promotion_code_of_seller UNIQUE (seller_id, code_key),
  FOREIGN KEY (seller_id) REFERENCES organization (id),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id),
  CHECK (code_key = lower(code)),
  CHECK (valid_to >= valid_from)
);
COMMENT ON COLUMN promotion.code_key IS 'The code as it is compared: capitals or not is the same.';
COMMENT ON COLUMN promotion.organization_id IS 'The one customer that may use it; null: all of the seller''s.';
CREATE INDEX promotion_recent ON promotion (seller_id, created_at DESC, id DESC);

ALTER TABLE promotion ENABLE ROW LEVEL SECURITY;
ALTER TABLE promotion FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON promotion FOR SELECT TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]));
CREATE POLICY tenant_insert ON promotion FOR INSERT TO countersign_app
  WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY tenant_update ON promotion FOR UPDATE TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))
  WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
-- A customer's user sees what is for everybody, through its orders, and what is for its own organization.
CREATE POLICY organization_scope ON promotion AS RESTRICTIVE TO countersign_app
  USING ((SELECT organization_scope()) IS NULL OR organization_id IS NULL
    OR organization_id = ANY ((SELECT organization_scope())::text[]));
GRANT SELECT, INSERT, UPDATE ON promotion TO countersign_app;

ALTER TABLE order_line
  ADD COLUMN promotion_id text,
  ADD COLUMN promotion jsonb,
  ADD FOREIGN KEY (seller_id, promotion_id) REFERENCES promotion (seller_id, id),
  ADD CHECK ((promotion_id IS NULL) = (promotion IS NULL));
COMMENT ON COLUMN order_line.promotion IS 'The promotion as it was when its code was entered: what is taken off.';
-- What redeems a promotion is counted here.
CREATE INDEX order_line_by_promotion ON order_line (seller_id, promotion_id) WHERE promotion_id IS NOT NULL;

ALTER TABLE cloud_subscription ADD COLUMN promotion jsonb;
COMMENT ON COLUMN cloud_subscription.promotion IS 'What a promotion takes off what recurs, and until when: {promotionId, code, percentOff, endsOn}.';
