-- What runs is charged by its tiers, not by the price of the first of them.

ALTER TABLE cloud_subscription ADD COLUMN tiered_price jsonb;
COMMENT ON COLUMN cloud_subscription.tiered_price IS 'How its tiers turn the quantity into an amount: {model, tiers}; null: every unit costs unit_price.';
ALTER TABLE subscription_renewal ADD COLUMN tiered_price jsonb;
COMMENT ON COLUMN subscription_renewal.tiered_price IS 'As cloud_subscription.tiered_price, from the renewal on.';

UPDATE cloud_subscription s
  SET tiered_price = jsonb_build_object('model', l.pricing->'model', 'tiers', l.pricing->'tiers')
  FROM order_line l
  WHERE (l.seller_id, l.id, l.offer_id) = (s.seller_id, s.order_line_id, s.offer_id)
    AND l.pricing->>'model' IN ('TIERED', 'VOLUME');
