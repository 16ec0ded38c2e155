-- Terms by product and country, agreements made with the vendor itself, exported chains, and series that may change.

ALTER TABLE terms_document
  ADD COLUMN product_id text REFERENCES product (id),
  ADD COLUMN country text CHECK (country ~ '^[A-Z]{2}$');

ALTER TABLE terms_acceptance
  DROP CONSTRAINT terms_acceptance_method_check,
  ADD CONSTRAINT terms_acceptance_method_check CHECK (method IN ('CLICKWRAP', 'PARTNER_ATTESTATION', 'VENDOR_DIRECT')),
  ADD COLUMN agreed_on text CHECK (agreed_on ~ '^\d{4}-\d{2}-\d{2}$'),
  ADD COLUMN reference text;
CREATE INDEX terms_acceptance_by_customer ON terms_acceptance (seller_id, organization_id, accepted_at);

-- An exported bundle carries the chain around an order's entries: hashes and signatures, which tell nothing of others.
CREATE FUNCTION gate.evidence_segment(p_seller_id text, p_from bigint, p_through bigint)
  RETURNS TABLE (sequence bigint, previous_hash text, evidence_hash text, signature text, signing_key_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = countersign, pg_temp AS $$
  SELECT chain_sequence, previous_hash, evidence_hash, signature, signing_key_id FROM terms_acceptance
    WHERE seller_id = p_seller_id AND chain_sequence BETWEEN p_from AND p_through ORDER BY chain_sequence
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['gate.evidence_segment(text, bigint, bigint)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO countersign_gate', f);
  END LOOP;
END $$;

-- A series is never changed: its successor takes over, and the one that ended keeps its pattern for good, so that no
-- number comes back.
ALTER TABLE number_series
  ADD COLUMN order_type text CHECK (order_type IN ('NEW', 'CHANGE', 'RENEWAL', 'CANCELLATION', 'SUSPEND', 'RESUME')),
  ADD COLUMN legal_entity text,
  ADD COLUMN country text CHECK (country ~ '^[A-Z]{2}$'),
  ADD COLUMN policy text NOT NULL DEFAULT 'SEQUENTIAL' CHECK (policy IN ('SEQUENTIAL', 'OPAQUE')),
  ADD COLUMN secret text,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN replaces_id text,
  ADD COLUMN ended_at timestamptz,
  DROP CONSTRAINT number_series_seller_id_document_type_key,
  ADD CONSTRAINT number_series_secret_check CHECK ((policy = 'OPAQUE') = (secret IS NOT NULL)),
  ADD CONSTRAINT number_series_replaces_fkey FOREIGN KEY (seller_id, replaces_id) REFERENCES number_series (seller_id, id);
CREATE UNIQUE INDEX number_series_in_use
  ON number_series (seller_id, document_type, coalesce(order_type, ''), coalesce(country, '')) WHERE ended_at IS NULL;
COMMENT ON COLUMN number_series.secret IS 'Shuffles the numbers of an OPAQUE series; encrypted with the key of the installation.';
