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
