-- What a search needs to know of the rules of price lists: how far they raise or lower any price, and what they say of
-- one offer, from the index alone.
DROP INDEX price_by_offer;
CREATE INDEX price_by_offer ON price (offer_id, currency, seller_id, valid_from)
  INCLUDE (valid_to, unit_price, price_list_id, percent);
CREATE INDEX price_by_percent ON price (seller_id, price_list_id, percent) WHERE percent IS NOT NULL;
