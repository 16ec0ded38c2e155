-- Sensitive answers, sealed; answers that are kept for a customer or a reseller; whom the invoice addresses; notes.

-- Answers of sensitive questions by key: envelope, when and by whom. The column of the other answers holds none of them.
ALTER TABLE orders
  ADD COLUMN provisioning_secrets jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN provisioning_inherited jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN bill_to jsonb,
  ADD COLUMN notes text CHECK (length(notes) <= 2000);
ALTER TABLE order_line ADD COLUMN provisioning_secrets jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN orders.provisioning_inherited IS 'Keys of answers that were taken over from the customer or the reseller.';
COMMENT ON COLUMN orders.bill_to IS 'Name, tax id and address of the invoice as they were when the contacts were saved.';

-- The rotation of the master key asks for what is sealed, and for nothing else.
CREATE INDEX orders_with_secrets ON orders (seller_id, id) WHERE provisioning_secrets <> '{}';
CREATE INDEX order_line_with_secrets ON order_line (seller_id, id) WHERE provisioning_secrets <> '{}';

-- One row for each answer that was ever given for an organization; the current one has no end.
CREATE TABLE organization_answer (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  key text NOT NULL CHECK (key ~ '^[A-Za-z][A-Za-z0-9]{0,63}$'),
  value jsonb,
  sealed text,
  order_id text NOT NULL,
  set_by jsonb NOT NULL,
  set_at timestamptz NOT NULL,
  replaced_at timestamptz,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id),
  FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id),
  CHECK ((value IS NULL) <> (sealed IS NULL))
);
CREATE UNIQUE INDEX organization_answer_current ON organization_answer (seller_id, organization_id, key)
  WHERE replaced_at IS NULL;
CREATE INDEX organization_answer_by_organization ON organization_answer (seller_id, organization_id, key, set_at);
COMMENT ON COLUMN organization_answer.order_id IS 'The order with which it was given.';

ALTER TABLE organization_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization_answer FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON organization_answer FOR SELECT TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.sellers'))::text[]));
CREATE POLICY tenant_insert ON organization_answer FOR INSERT TO countersign_app
  WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY tenant_update ON organization_answer FOR UPDATE TO countersign_app
  USING (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]))
  WITH CHECK (seller_id = ANY ((SELECT setting_list('app.writable'))::text[]));
CREATE POLICY organization_scope ON organization_answer AS RESTRICTIVE TO countersign_app
  USING (CASE WHEN (SELECT organization_scope()) IS NULL THEN true
    ELSE organization_id = ANY ((SELECT organization_scope())::text[]) END);
-- History is added to; only its end is written later, and the envelope when the master key is rotated.
GRANT SELECT, INSERT ON organization_answer TO countersign_app;
GRANT UPDATE (replaced_at, sealed) ON organization_answer TO countersign_app;
