-- Search at scale: the filters of a search stand in the product's document beside its words, a dictionary says how broad
-- each of them is, and every way through the catalog has an index. And imports that are larger than a request.

-- ----------------------------------------------------------------------------------------- what search reads of a product

-- `=` begins no word that people can ask for. Every combination of terms that one offer has is a tag, so that a search by
-- two of them finds no product that has them in two offers.
CREATE FUNCTION product_tags(product_ids text[]) RETURNS TABLE (id text, tags text[])
  LANGUAGE sql STABLE AS $$
  WITH RECURSIVE branch AS (
    SELECT p.category_id AS leaf, c.id, c.parent_id FROM category c
      JOIN (SELECT DISTINCT category_id FROM product WHERE product.id = ANY (product_ids)) p ON p.category_id = c.id
    UNION SELECT branch.leaf, c.id, c.parent_id FROM category c JOIN branch ON c.id = branch.parent_id
  )
  SELECT p.id, array_agg(DISTINCT t.tag ORDER BY t.tag) FROM product p CROSS JOIN LATERAL (
    SELECT '=vendor ' || p.vendor_id AS tag
    UNION ALL SELECT '=category ' || branch.id FROM branch WHERE branch.leaf = p.category_id
    UNION ALL SELECT format('=offer %s %s %s', term, period, model)
      FROM offer o, unnest(ARRAY['*', coalesce(o.commitment_term, 'NONE')]) term,
        unnest(ARRAY['*', coalesce(o.billing_period, 'NONE')]) period, unnest(ARRAY['*', o.payment_model]) model
      WHERE o.product_id = p.id AND o.status <> 'RETIRED' AND (term, period, model) <> ('*', '*', '*')
  ) t WHERE p.id = ANY (product_ids) GROUP BY p.id
$$;

ALTER TABLE product
  ADD COLUMN name_words text NOT NULL DEFAULT '',
  ADD COLUMN search_tags text[] NOT NULL DEFAULT '{}',
  -- Any fixed order that has nothing to do with words: neighbours in it are a fair sample of the catalog.
  ADD COLUMN walk_order integer NOT NULL GENERATED ALWAYS AS (('x' || left(md5(id), 8))::bit(32)::integer) STORED;
COMMENT ON COLUMN product.name_words IS 'The words of the name, as searchWords makes them.';
COMMENT ON COLUMN product.search_tags IS 'Vendor, categories up to the root, and terms of its offers: filters, as words of the search document.';

ALTER TABLE product NO FORCE ROW LEVEL SECURITY;
ALTER TABLE offer NO FORCE ROW LEVEL SECURITY;
ALTER TABLE category NO FORCE ROW LEVEL SECURITY;
UPDATE product SET search_tags = t.tags,
  name_words = trim(regexp_replace(lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g')), '[^[:alnum:]]+', ' ', 'g'))
FROM product_tags(ARRAY(SELECT id FROM product)) t WHERE t.id = product.id;

ALTER TABLE product DROP COLUMN search_document;
ALTER TABLE product ADD COLUMN search_document tsvector GENERATED ALWAYS AS (
  setweight(to_tsvector('simple', name_words), 'A') || to_tsvector('simple', search_text) || array_to_tsvector(search_tags)
) STORED;

DROP FUNCTION similar_products(text[]);
DROP INDEX product_by_name, product_by_category, product_by_vendor, product_by_trigram;
CREATE INDEX product_by_words ON product USING gin (search_document);
CREATE INDEX product_by_name ON product (name, id) WHERE status <> 'UNPUBLISHED';
CREATE INDEX product_by_vendor ON product (vendor_id, name, id) WHERE status <> 'UNPUBLISHED';
CREATE INDEX product_by_walk ON product (walk_order, id) WHERE status <> 'UNPUBLISHED';
CREATE INDEX product_by_category ON product (category_id);

-- ------------------------------------------------------------------------------------------------------ the dictionary

CREATE TABLE search_word (
  word text COLLATE "C" NOT NULL,
  product_count integer NOT NULL,
  PRIMARY KEY (word) INCLUDE (product_count)
);
COMMENT ON TABLE search_word IS 'Every word and tag of published products, with how many of them have it. Kept by a trigger.';
CREATE INDEX search_word_by_trigram ON search_word USING gin (word gin_trgm_ops) WHERE word !~ '[0-9=]';

INSERT INTO search_word SELECT word, count(*) FROM product, unnest(tsvector_to_array(search_document)) AS word
  WHERE status = 'PUBLISHED' GROUP BY word;

ALTER TABLE product FORCE ROW LEVEL SECURITY;
ALTER TABLE offer FORCE ROW LEVEL SECURITY;
ALTER TABLE category FORCE ROW LEVEL SECURITY;

-- Words are counted in their order, so that two writers cannot wait for each other.
CREATE FUNCTION count_words_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_word AS known (word, product_count)
  SELECT word, count(*) FROM new_rows, unnest(tsvector_to_array(search_document)) AS word
    WHERE status = 'PUBLISHED' GROUP BY word ORDER BY word COLLATE "C"
  ON CONFLICT (word) DO UPDATE SET product_count = known.product_count + excluded.product_count;
  RETURN NULL;
END $$;
CREATE FUNCTION count_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_word AS known (word, product_count)
  SELECT word, sum(change) FROM (
    SELECT unnest(tsvector_to_array(search_document)) AS word, 1 AS change FROM new_rows WHERE status = 'PUBLISHED'
    UNION ALL
    SELECT unnest(tsvector_to_array(search_document)), -1 FROM old_rows WHERE status = 'PUBLISHED'
  ) changes GROUP BY word HAVING sum(change) <> 0 ORDER BY word COLLATE "C"
  ON CONFLICT (word) DO UPDATE SET product_count = known.product_count + excluded.product_count;
  RETURN NULL;
END $$;
CREATE FUNCTION count_words_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE search_word known SET product_count = known.product_count - gone.times FROM (
    SELECT word, count(*) AS times FROM old_rows, unnest(tsvector_to_array(search_document)) AS word
    WHERE status = 'PUBLISHED' GROUP BY word) gone WHERE gone.word COLLATE "C" = known.word;
  RETURN NULL;
END $$;
CREATE TRIGGER count_words_added AFTER INSERT ON product REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_words_added();
CREATE TRIGGER count_words_changed AFTER UPDATE ON product REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_words_changed();
CREATE TRIGGER count_words_removed AFTER DELETE ON product REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_words_removed();

-- In how many products each word begins a word; counted over its first thousand completions, which is broad enough.
CREATE FUNCTION word_breadths(words text[]) RETURNS TABLE (word text, breadth bigint)
  LANGUAGE sql STABLE AS $$
  SELECT w, (SELECT coalesce(sum(product_count), 0) FROM (
      SELECT d.product_count FROM search_word d
      WHERE d.word >= w COLLATE "C" AND d.word < w || U&'\+10FFFF' COLLATE "C" LIMIT 1000) first)
  FROM unnest(words) AS w
$$;

-- In how many published products each tag stands.
CREATE FUNCTION tag_breadths(tags text[]) RETURNS TABLE (tag text, breadth bigint)
  LANGUAGE sql STABLE AS $$
  SELECT d.word, d.product_count FROM search_word d WHERE d.word = ANY (tags)
$$;

-- Words of the catalog that are spelled like the asked ones, the likest first. The threshold belongs to the function,
-- because the index works with the operator only.
CREATE FUNCTION similar_words(words text[]) RETURNS TABLE (word text, alike text, similarity real)
  LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.3 AS $$
  SELECT w, d.word, d.similarity FROM unnest(words) AS w CROSS JOIN LATERAL (
    SELECT s.word, similarity(s.word, w) AS similarity FROM search_word s
    WHERE s.word % w AND s.word !~ '[0-9=]' AND s.product_count > 0
    ORDER BY similarity(s.word, w) DESC, s.product_count DESC, s.word LIMIT 4) d
$$;

-- ---------------------------------------------------------------------------------------------------------- synonyms

CREATE TABLE search_synonym (
  id text PRIMARY KEY,
  word text NOT NULL UNIQUE CHECK (length(word) BETWEEN 1 AND 100),
  meanings text[] NOT NULL CHECK (cardinality(meanings) BETWEEN 1 AND 8),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
COMMENT ON COLUMN search_synonym.meanings IS 'Words or phrases, as searchWords makes them, that are found as well when the word is asked for.';

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['search_word', 'search_synonym'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY catalog_read ON %I FOR SELECT TO countersign_app USING (true)', t);
    EXECUTE format($p$CREATE POLICY catalog_write ON %I TO countersign_app
      USING (current_setting('app.operator', true) = 'on')
      WITH CHECK (current_setting('app.operator', true) = 'on')$p$, t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON search_word, search_synonym TO countersign_app;

-- -------------------------------------------------------------------------------------------------- prices and offers

-- The price in force is read from the index alone; and whoever prices little is searched from its prices.
DROP INDEX price_by_offer;
CREATE INDEX price_by_offer ON price (offer_id, currency, seller_id, valid_from) INCLUDE (valid_to, unit_price, price_list_id);
CREATE INDEX price_by_amount ON price (seller_id, currency, unit_price) INCLUDE (offer_id, price_list_id);

-- ----------------------------------------------------------------------------------------------------- large imports

CREATE TABLE catalog_upload (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  request_key text CHECK (length(request_key) BETWEEN 1 AND 255),
  format text NOT NULL CHECK (format IN ('CSV', 'JSON_LINES')),
  dry_run boolean NOT NULL,
  sha256 text,
  row_count integer,
  activity_id text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, request_key),
  FOREIGN KEY (seller_id, activity_id) REFERENCES activity (seller_id, id),
  CHECK ((activity_id IS NULL) = (sha256 IS NULL))
);
COMMENT ON TABLE catalog_upload IS 'Files that are larger than a request; without an activity, one that is still received or broke off.';
CREATE INDEX catalog_upload_by_age ON catalog_upload (seller_id, updated_at);

CREATE TABLE catalog_upload_row (
  seller_id text NOT NULL,
  upload_id text NOT NULL,
  line integer NOT NULL,
  cells jsonb NOT NULL,
  problems jsonb,
  part_number text NOT NULL,
  sku_code text NOT NULL,
  PRIMARY KEY (seller_id, upload_id, line),
  FOREIGN KEY (seller_id, upload_id) REFERENCES catalog_upload (seller_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE catalog_upload_row IS 'The rows of a file until it is imported.';
COMMENT ON COLUMN catalog_upload_row.problems IS 'Why the row cannot even be read; it is told with the others.';
CREATE INDEX catalog_upload_row_by_number ON catalog_upload_row (seller_id, upload_id, part_number, line);
CREATE INDEX catalog_upload_row_by_sku ON catalog_upload_row (seller_id, upload_id, sku_code);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['catalog_upload', 'catalog_upload_row'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY tenant_read ON %I FOR SELECT TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY tenant_insert ON %I FOR INSERT TO countersign_app
      WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY tenant_update ON %I FOR UPDATE TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))
      WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY tenant_delete ON %I FOR DELETE TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))$p$, t);
    EXECUTE format($p$CREATE POLICY not_for_customers ON %I AS RESTRICTIVE TO countersign_app
      USING ((SELECT organization_scope()) IS NULL)$p$, t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON catalog_upload, catalog_upload_row TO countersign_app;
