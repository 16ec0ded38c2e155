-- What a search costs must not follow the size of the catalog: broad beginnings are known as broad, and offers are read
-- from their index alone.

-- What the dictionary knows of the beginnings of words: in how many products they stand at most (summed over their
-- completions; NULL: there are more of them than a search adds up) and at least, and their completions, when they are few.
-- Before, the first thousand were taken for all: a letter that begins a hundred thousand part numbers passed for rare.
DROP FUNCTION word_breadths(text[]);
CREATE FUNCTION word_breadths(words text[]) RETURNS TABLE (word text, at_most bigint, at_least integer, completions text[])
  LANGUAGE sql STABLE AS $$
  SELECT w, CASE WHEN d.words <= 2000 THEN d.products END, d.largest, CASE WHEN d.words <= 8 THEN d.completions END
  FROM unnest(words) AS w CROSS JOIN LATERAL (
    SELECT count(*) AS words, coalesce(sum(product_count), 0) AS products, coalesce(max(product_count), 0) AS largest,
      (array_agg(first.word))[1:8] AS completions
    FROM (SELECT s.word, s.product_count FROM search_word s
      WHERE s.word >= w COLLATE "C" AND s.word < w || U&'\+10FFFF' COLLATE "C" LIMIT 2001) first) d
$$;

-- Every published product has one vendor.
CREATE FUNCTION published_products() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(product_count), 0) FROM search_word
  WHERE word >= '=vendor ' COLLATE "C" AND word < '=vendor!' COLLATE "C"
$$;

DROP INDEX offer_by_product;
CREATE INDEX offer_by_product ON offer (product_id, vendor_part_number)
  INCLUDE (id, status, commitment_term, billing_period, payment_model);
