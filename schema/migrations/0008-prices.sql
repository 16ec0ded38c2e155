-- Price lists may be for somebody: one customer, one reseller below, or (neither) everybody. Their prices are named, or
-- follow from what the seller pays or from the list price.
ALTER TABLE price_list
  ADD COLUMN organization_id text,
  ADD COLUMN reseller_id text REFERENCES organization (id),
  ADD COLUMN basis text NOT NULL DEFAULT 'FIXED' CHECK (basis IN ('FIXED', 'COST_PLUS', 'LIST_MINUS')),
  ADD COLUMN percent numeric(9, 4) CHECK (percent >= 0),
  ADD COLUMN valid_from timestamptz,
  ADD COLUMN valid_to timestamptz,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id),
  ADD CHECK (organization_id IS NULL OR reseller_id IS NULL),
  ADD CHECK ((basis = 'FIXED') = (percent IS NULL)),
  ADD CHECK (basis <> 'LIST_MINUS' OR percent <= 100),
  ADD CHECK (valid_to > valid_from);
COMMENT ON COLUMN price_list.organization_id IS 'The customer that it is for; null with reseller_id null: for everybody.';
COMMENT ON COLUMN price_list.reseller_id IS 'The reseller directly below that it is for: what that one pays.';
CREATE INDEX price_list_by_currency ON price_list (seller_id, currency);
CREATE INDEX price_list_recent ON price_list (seller_id, created_at DESC, id DESC);

-- One row holds all components of a price, so that a change never leaves half of one behind.
ALTER TABLE price
  ALTER COLUMN unit_price DROP NOT NULL,
  ADD COLUMN percent numeric(9, 4) CHECK (percent >= 0),
  ADD COLUMN model text NOT NULL DEFAULT 'FLAT' CHECK (model IN ('FLAT', 'TIERED', 'VOLUME')),
  ADD COLUMN tiers jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN usage jsonb,
  ADD CHECK ((unit_price IS NULL) <> (percent IS NULL)),
  ADD CHECK ((model = 'FLAT') = (tiers = '[]'));
COMMENT ON COLUMN price.percent IS 'In place of a price: overrides the percent of a COST_PLUS or LIST_MINUS list for this offer.';
COMMENT ON COLUMN price.unit_price IS 'Of the first tier, when there are tiers.';
CREATE INDEX price_by_list ON price (seller_id, price_list_id, valid_from DESC, id DESC);

ALTER TABLE order_line ADD COLUMN pricing jsonb;
COMMENT ON COLUMN order_line.pricing IS
  'How the price came about, from the top reseller down: what each pays. Confidential; never in an event.';

-- A customer's user sees the lists for everybody and its own.
CREATE POLICY organization_scope ON price_list AS RESTRICTIVE TO countersign_app
  USING ((SELECT organization_scope()) IS NULL OR organization_id IS NULL
    OR organization_id = ANY ((SELECT organization_scope())::text[]));

-- Who inherits a list sees what is for everybody and for its own line, never what its seller charges others.
CREATE POLICY audience ON price_list AS RESTRICTIVE FOR SELECT TO countersign_app
  USING (
    (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]) AND (SELECT organization_scope()) IS NULL)
    OR ((organization_id IS NULL OR seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]))
      AND (reseller_id IS NULL
        OR reseller_id = ANY ((SELECT setting_list('app.sellers'))::text[])
        OR reseller_id = ANY ((SELECT setting_list('app.ancestors'))::text[])))
  );

-- Prices are seen by whoever sees their list.
CREATE POLICY audience ON price AS RESTRICTIVE FOR SELECT TO countersign_app
  USING (price_list_id IN (SELECT id FROM price_list));
