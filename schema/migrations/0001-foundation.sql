-- The first tables. Roles (countersign_owner, countersign_app, countersign_gate), schemas and extensions come from
-- `npm run db:prepare`; this file runs as countersign_owner.
--
-- Tenancy: every tenant row carries seller_id, the reseller that owns it. Children refer to parents by
-- (seller_id, id), because a plain foreign key bypasses row-level security and would accept a foreign parent.

CREATE FUNCTION setting_list(name text) RETURNS text[]
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(string_to_array(nullif(current_setting(name, true), ''), ','), '{}');

-- NULL means: not limited to organizations. The setting is empty, not absent, after a transaction that had it.
CREATE FUNCTION organization_scope() RETURNS text[]
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN string_to_array(nullif(current_setting('app.organizations', true), ''), ',');

-- ---------------------------------------------------------------------------------------------- organizations

CREATE TABLE organization (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PLATFORM', 'RESELLER', 'CUSTOMER')),
  parent_id text REFERENCES organization (id),
  path text[] NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  time_zone text NOT NULL DEFAULT 'UTC',
  tax_id text,
  primary_domain text,
  address jsonb,
  external_reference text,
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'ADMIN_HOLD')),
  approval_submission text NOT NULL DEFAULT 'AUTOMATIC' CHECK (approval_submission IN ('AUTOMATIC', 'MANUAL')),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, external_reference),
  CHECK (CASE WHEN kind = 'CUSTOMER' THEN parent_id = seller_id ELSE seller_id = id END)
);
COMMENT ON COLUMN organization.path IS 'Ids of the sellers above, root first; a seller includes itself.';
CREATE INDEX organization_by_name ON organization (seller_id, kind, name, id);
CREATE INDEX organization_by_parent ON organization (parent_id);
CREATE INDEX organization_by_path ON organization USING gin (path);

CREATE TABLE account (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'CREDIT_HOLD', 'ADMIN_HOLD')),
  invoice_email text,
  payment_terms_days integer NOT NULL DEFAULT 30 CHECK (payment_terms_days BETWEEN 0 AND 365),
  address jsonb,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id)
);
CREATE INDEX account_by_organization ON account (seller_id, organization_id, id);

CREATE TABLE contact (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  first_name text NOT NULL,
  last_name text NOT NULL,
  email text NOT NULL,
  phone text,
  roles text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id)
);
CREATE INDEX contact_by_organization ON contact (seller_id, organization_id, id);

-- --------------------------------------------------------------------------------------------------- identity

CREATE TABLE app_user (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  email text NOT NULL CHECK (email = lower(email)),
  first_name text NOT NULL,
  last_name text NOT NULL,
  phone text,
  roles text[] NOT NULL,
  status text NOT NULL CHECK (status IN ('INVITED', 'ACTIVE', 'DEACTIVATED')),
  password_hash text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, organization_id, email),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id)
);
CREATE INDEX app_user_by_email ON app_user (email);

CREATE TABLE session (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  user_id text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  ip text,
  user_agent text,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id, user_id) REFERENCES app_user (seller_id, id)
);
CREATE INDEX session_by_user ON session (seller_id, user_id);

-- One-time tokens: invitations and password resets. Only the hash is stored.
CREATE TABLE user_token (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  user_id text NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('INVITATION', 'PASSWORD_RESET')),
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  FOREIGN KEY (seller_id, user_id) REFERENCES app_user (seller_id, id)
);
CREATE INDEX user_token_by_user ON user_token (seller_id, user_id);

CREATE TABLE api_key (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  created_by text NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  secret_hash text NOT NULL,
  last_four text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id)
);
CREATE INDEX api_key_by_organization ON api_key (seller_id, organization_id, id);

-- Failed sign-ins per account and per address; no tenant row, reached through the gate only.
CREATE TABLE sign_in_attempt (
  key text PRIMARY KEY,
  failures integer NOT NULL,
  blocked_until timestamptz,
  updated_at timestamptz NOT NULL
);

-- ---------------------------------------------------------------------------------------------------- catalog
-- Products and offers belong to the platform and hold no seller_id; prices do.

CREATE TABLE vendor (
  id text PRIMARY KEY,
  key text NOT NULL UNIQUE,
  name text NOT NULL,
  website text
);

CREATE TABLE category (
  id text PRIMARY KEY,
  key text NOT NULL UNIQUE,
  name text NOT NULL,
  parent_id text REFERENCES category (id),
  position integer NOT NULL DEFAULT 0
);
CREATE INDEX category_by_parent ON category (parent_id, position, id);

CREATE TABLE product (
  id text PRIMARY KEY,
  key text NOT NULL UNIQUE,
  vendor_id text NOT NULL REFERENCES vendor (id),
  category_id text NOT NULL REFERENCES category (id),
  name text NOT NULL,
  summary text NOT NULL,
  description text NOT NULL,
  features text[] NOT NULL DEFAULT '{}',
  keywords text[] NOT NULL DEFAULT '{}',
  documentation_url text,
  support_url text,
  parameters jsonb NOT NULL DEFAULT '[]',
  status text NOT NULL DEFAULT 'PUBLISHED' CHECK (status IN ('PUBLISHED', 'END_OF_SALE', 'UNPUBLISHED')),
  search_text text NOT NULL,
  search_document tsvector GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX product_by_name ON product (status, name, id);
CREATE INDEX product_by_category ON product (category_id, name, id);
CREATE INDEX product_by_vendor ON product (vendor_id, name, id);
CREATE INDEX product_by_words ON product USING gin (search_document);
CREATE INDEX product_by_trigram ON product USING gin (search_text gin_trgm_ops);

-- Products in which every word stands, or one that is spelled alike. The threshold belongs to the function, because the
-- index works with the operator only.
CREATE FUNCTION similar_products(words text[]) RETURNS TABLE (id text, similarity real)
  LANGUAGE sql STABLE SET pg_trgm.word_similarity_threshold = 0.4 AS $$
  SELECT p.id, min(word_similarity(w, p.search_text)) FROM unnest(words) AS w JOIN product p ON w <% p.search_text
  GROUP BY p.id HAVING count(*) = cardinality(words)
$$;

CREATE TABLE offer (
  id text PRIMARY KEY,
  product_id text NOT NULL REFERENCES product (id),
  sku_code text NOT NULL,
  vendor_part_number text NOT NULL UNIQUE,
  name text NOT NULL,
  unit_of_measure text NOT NULL,
  min_quantity numeric(18, 8) NOT NULL DEFAULT 1 CHECK (min_quantity > 0),
  max_quantity numeric(18, 8) CHECK (max_quantity >= min_quantity),
  quantity_step numeric(18, 8) NOT NULL DEFAULT 1 CHECK (quantity_step > 0),
  add_on_of text[] NOT NULL DEFAULT '{}',
  excludes text[] NOT NULL DEFAULT '{}',
  payment_model text NOT NULL CHECK (payment_model IN ('RECURRING', 'ONE_TIME', 'USAGE', 'TRIAL', 'FREE')),
  charge_timing text NOT NULL CHECK (charge_timing IN ('IN_ADVANCE', 'IN_ARREARS', 'UPFRONT_FULL_TERM')),
  commitment_term text,
  billing_period text,
  status text NOT NULL DEFAULT 'ON_SALE' CHECK (status IN ('ON_SALE', 'END_OF_SALE', 'RETIRED')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX offer_by_product ON offer (product_id, vendor_part_number);
CREATE INDEX offer_by_sku ON offer (sku_code);

CREATE TABLE price_list (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  key text NOT NULL,
  name text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, key),
  FOREIGN KEY (seller_id) REFERENCES organization (id)
);

CREATE TABLE price (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  price_list_id text NOT NULL,
  offer_id text NOT NULL REFERENCES offer (id),
  currency text NOT NULL,
  unit_price numeric(20, 8) NOT NULL CHECK (unit_price >= 0),
  setup_fee numeric(20, 8) NOT NULL DEFAULT 0 CHECK (setup_fee >= 0),
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  UNIQUE (seller_id, price_list_id, offer_id, valid_from),
  FOREIGN KEY (seller_id, price_list_id) REFERENCES price_list (seller_id, id),
  CHECK (valid_to > valid_from)
);
CREATE INDEX price_by_offer ON price (offer_id, currency, seller_id, valid_from);

-- ------------------------------------------------------------------------------------------------------ terms

CREATE TABLE terms_document (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  key text NOT NULL,
  title text NOT NULL,
  vendor_id text REFERENCES vendor (id),
  mandatory boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, key),
  FOREIGN KEY (seller_id) REFERENCES organization (id)
);

CREATE TABLE terms_version (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  document_id text NOT NULL,
  version text NOT NULL,
  locale text NOT NULL DEFAULT 'en',
  body text NOT NULL,
  content_hash text NOT NULL,
  effective_from timestamptz NOT NULL,
  published_by text,
  created_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, document_id, version, locale),
  FOREIGN KEY (seller_id, document_id) REFERENCES terms_document (seller_id, id)
);
COMMENT ON TABLE terms_version IS 'Immutable: the runtime role has no UPDATE or DELETE.';

-- ------------------------------------------------------------------------------------------- numbers and orders

CREATE TABLE number_series (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  document_type text NOT NULL CHECK (document_type IN ('ORDER')),
  pattern text NOT NULL,
  prefix text NOT NULL CHECK (prefix ~ '^[A-Z0-9]{1,10}$'),
  reset text NOT NULL CHECK (reset IN ('NEVER', 'YEARLY', 'MONTHLY')),
  time_zone text NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, document_type),
  UNIQUE (seller_id, prefix, pattern),
  FOREIGN KEY (seller_id) REFERENCES organization (id)
);

CREATE TABLE number_counter (
  seller_id text NOT NULL,
  series_id text NOT NULL,
  period text NOT NULL,
  last_number bigint NOT NULL CHECK (last_number >= 0),
  PRIMARY KEY (seller_id, series_id, period),
  FOREIGN KEY (seller_id, series_id) REFERENCES number_series (seller_id, id)
);

CREATE TABLE orders (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  account_id text NOT NULL,
  requested_by text NOT NULL,
  parties jsonb NOT NULL,
  type text NOT NULL DEFAULT 'NEW' CHECK (type IN ('NEW', 'CHANGE', 'RENEWAL', 'CANCELLATION', 'SUSPEND', 'RESUME')),
  status text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  revision integer NOT NULL DEFAULT 1,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  order_number text,
  number_series_id text,
  number_period text,
  number_sequence bigint,
  items_revision integer NOT NULL DEFAULT 0,
  account_revision integer NOT NULL DEFAULT 1,
  items_saved_at_account integer,
  contacts jsonb NOT NULL DEFAULT '[]',
  contacts_saved_at_account integer,
  provisioning jsonb NOT NULL DEFAULT '{}',
  provisioning_saved_at_account integer,
  purchase_order_number text CHECK (length(purchase_order_number) <= 80),
  cost_center text CHECK (length(cost_center) <= 80),
  external_reference text CHECK (length(external_reference) <= 120),
  invoice_email text,
  price_valid_until timestamptz,
  snapshot jsonb,
  content_hash text,
  outcome text CHECK (outcome IN ('COMPLETE', 'PARTIAL')),
  status_reason text,
  cloned_from text,
  submitted_at timestamptz,
  placed_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, order_number),
  UNIQUE (seller_id, number_series_id, number_period, number_sequence),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id),
  FOREIGN KEY (seller_id, account_id) REFERENCES account (seller_id, id),
  FOREIGN KEY (seller_id, number_series_id) REFERENCES number_series (seller_id, id),
  CHECK ((order_number IS NULL) = (placed_at IS NULL)),
  CHECK (order_number IS NULL OR submitted_at IS NOT NULL)
);
CREATE INDEX orders_recent ON orders (seller_id, created_at DESC, id DESC);
CREATE INDEX orders_by_organization ON orders (seller_id, organization_id, created_at DESC, id DESC);
CREATE INDEX orders_by_status ON orders (seller_id, status, created_at DESC, id DESC);
CREATE INDEX orders_without_number ON orders (seller_id, submitted_at, id)
  WHERE order_number IS NULL AND submitted_at IS NOT NULL;

CREATE FUNCTION order_number_is_write_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.order_number IS NOT NULL AND NEW.order_number IS DISTINCT FROM OLD.order_number THEN
    RAISE EXCEPTION 'The number of order % is write-once', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER order_number_is_write_once BEFORE UPDATE OF order_number ON orders
  FOR EACH ROW EXECUTE FUNCTION order_number_is_write_once();

CREATE TABLE order_line (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  order_id text NOT NULL,
  line_number integer NOT NULL CHECK (line_number >= 1),
  parent_line_number integer,
  offer_id text NOT NULL REFERENCES offer (id),
  quantity numeric(18, 8) NOT NULL CHECK (quantity > 0),
  currency text NOT NULL,
  unit_price numeric(20, 8) NOT NULL,
  setup_fee numeric(20, 8) NOT NULL DEFAULT 0,
  line_total_minor bigint NOT NULL,
  price_valid_until timestamptz NOT NULL,
  item jsonb NOT NULL,
  items_revision integer NOT NULL,
  provisioning jsonb NOT NULL DEFAULT '{}',
  provisioning_saved_at_items integer,
  status text NOT NULL DEFAULT 'PENDING',
  attempt integer NOT NULL DEFAULT 0,
  vendor_reference text,
  failure jsonb,
  information_request jsonb,
  fulfilled_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, order_id, line_number),
  FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id)
);
COMMENT ON COLUMN orders.parties IS 'Names of seller, customer, account and requester as they were when last saved.';
COMMENT ON COLUMN order_line.item IS 'Snapshot of what is bought: product, offer and terms as they were when selected.';

CREATE TABLE terms_acceptance (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  order_id text NOT NULL,
  order_revision integer NOT NULL,
  terms_seller_id text NOT NULL,
  version_id text NOT NULL,
  content_hash text NOT NULL,
  method text NOT NULL CHECK (method IN ('CLICKWRAP', 'PARTNER_ATTESTATION')),
  accepted_by text NOT NULL,
  signatory jsonb NOT NULL,
  ip text,
  user_agent text,
  locale text NOT NULL,
  accepted_at timestamptz NOT NULL,
  chain_sequence bigint,
  canonical text,
  previous_hash text,
  evidence_hash text,
  signature text,
  signing_key_id text,
  sealed_at timestamptz,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, order_id, order_revision, version_id),
  UNIQUE (seller_id, chain_sequence),
  FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id),
  FOREIGN KEY (terms_seller_id, version_id) REFERENCES terms_version (seller_id, id),
  CHECK ((sealed_at IS NULL) = (evidence_hash IS NULL))
);

CREATE FUNCTION sealed_evidence_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sealed_at IS NOT NULL THEN
    RAISE EXCEPTION 'Acceptance % is sealed', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sealed_evidence_is_final BEFORE UPDATE ON terms_acceptance
  FOR EACH ROW EXECUTE FUNCTION sealed_evidence_is_final();

CREATE TABLE terms_chain (
  seller_id text PRIMARY KEY REFERENCES organization (id),
  last_sequence bigint NOT NULL DEFAULT 0,
  head_hash text NOT NULL
);

-- -------------------------------------------------------------------------------------------------- approvals

CREATE TABLE approval_request (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  order_id text NOT NULL,
  order_revision integer NOT NULL,
  content_hash text NOT NULL,
  requester_id text NOT NULL,
  status text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  reason text NOT NULL,
  facts jsonb NOT NULL,
  requested_at timestamptz NOT NULL,
  decided_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, order_id, order_revision),
  FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id)
);
CREATE INDEX approval_request_by_status ON approval_request (seller_id, status, requested_at DESC, id DESC);

CREATE TABLE approval_step (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  request_id text NOT NULL,
  position integer NOT NULL CHECK (position BETWEEN 1 AND 5),
  status text NOT NULL CHECK (status IN ('WAITING', 'ACTIVE', 'APPROVED', 'REJECTED', 'CHANGES_REQUESTED', 'SKIPPED')),
  minimum_approvals integer NOT NULL DEFAULT 1,
  approver_ids text[] NOT NULL,
  approvers jsonb NOT NULL,
  reason text NOT NULL,
  activated_at timestamptz,
  decided_at timestamptz,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, request_id, position),
  FOREIGN KEY (seller_id, request_id) REFERENCES approval_request (seller_id, id)
);
CREATE INDEX approval_step_by_approver ON approval_step USING gin (approver_ids) WHERE status = 'ACTIVE';

CREATE TABLE approval_decision (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  request_id text NOT NULL,
  step_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('APPROVE', 'REJECT', 'REQUEST_CHANGES')),
  decided_by text NOT NULL,
  decided_by_name text NOT NULL,
  comment text,
  stage text,
  request_version integer NOT NULL,
  content_hash text NOT NULL,
  decided_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id, request_id) REFERENCES approval_request (seller_id, id),
  FOREIGN KEY (seller_id, step_id) REFERENCES approval_step (seller_id, id)
);
CREATE INDEX approval_decision_by_request ON approval_decision (seller_id, request_id, decided_at, id);

-- ----------------------------------------------------------------------------------------------- subscriptions

CREATE TABLE cloud_subscription (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text NOT NULL,
  order_id text NOT NULL,
  order_line_id text NOT NULL,
  offer_id text NOT NULL REFERENCES offer (id),
  status text NOT NULL CHECK (status IN ('PENDING', 'ACTIVE', 'SUSPENDED', 'CANCELLED', 'EXPIRED')),
  version integer NOT NULL DEFAULT 1,
  item jsonb NOT NULL,
  quantity numeric(18, 8) NOT NULL,
  currency text NOT NULL,
  unit_price numeric(20, 8) NOT NULL,
  vendor_reference text NOT NULL,
  auto_renew boolean NOT NULL DEFAULT true,
  activated_at timestamptz NOT NULL,
  commitment_end_date date,
  next_billing_date date,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, order_line_id),
  FOREIGN KEY (seller_id, order_line_id) REFERENCES order_line (seller_id, id),
  FOREIGN KEY (seller_id, organization_id) REFERENCES organization (seller_id, id)
);
CREATE INDEX cloud_subscription_by_organization ON cloud_subscription (seller_id, organization_id, created_at DESC, id DESC);

-- --------------------------------------------------------------------------------------------- events and jobs

CREATE TABLE outbox_event (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  organization_id text,
  type text NOT NULL,
  schema_version integer NOT NULL DEFAULT 1,
  subject_type text NOT NULL,
  subject_id text NOT NULL,
  subject_version integer NOT NULL,
  actor jsonb NOT NULL,
  data jsonb NOT NULL,
  correlation_id text NOT NULL,
  occurred_at timestamptz NOT NULL,
  published_at timestamptz,
  feed_position bigint UNIQUE,
  UNIQUE (seller_id, id)
);
COMMENT ON COLUMN outbox_event.feed_position IS 'Order of publication, given by the relay; readers of the feed never skip.';
CREATE INDEX outbox_event_waiting ON outbox_event (id) WHERE published_at IS NULL;
CREATE INDEX outbox_event_by_subject ON outbox_event (seller_id, subject_id, subject_version, id);
CREATE INDEX outbox_event_feed ON outbox_event (seller_id, feed_position);

CREATE SEQUENCE outbox_feed_position;

CREATE TABLE idempotency_key (
  seller_id text NOT NULL,
  actor_id text NOT NULL,
  operation text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  request_hash text NOT NULL,
  result_id text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (seller_id, actor_id, operation, key)
);
CREATE INDEX idempotency_key_expiry ON idempotency_key (expires_at);

CREATE TABLE job_run (
  job_id text PRIMARY KEY,
  seller_id text NOT NULL,
  queue text NOT NULL,
  name text NOT NULL,
  data jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('RUNNING', 'WAITING_RETRY', 'DONE', 'DEAD')),
  starts integer NOT NULL DEFAULT 0,
  last_error text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, job_id)
);
COMMENT ON TABLE job_run IS 'Own attempts and dead letters (status DEAD); never deleted while DEAD.';
CREATE INDEX job_run_by_status ON job_run (seller_id, status, updated_at);
CREATE INDEX job_run_dead ON job_run (seller_id, queue, (data ->> 'subjectId')) WHERE status = 'DEAD';

-- --------------------------------------------------------------------------------------------------- webhooks

CREATE TABLE webhook_endpoint (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  created_by text NOT NULL,
  url text NOT NULL CHECK (length(url) <= 2048),
  description text,
  event_types text[] NOT NULL,
  status text NOT NULL CHECK (status IN ('ACTIVE', 'DISABLED')),
  disabled_reason text CHECK (disabled_reason IN ('MANUAL', 'GONE', 'FAILING', 'RECEIVER_REQUEST')),
  source text NOT NULL DEFAULT 'API' CHECK (source IN ('API', 'PORTAL', 'ZAPIER', 'N8N')),
  secrets jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz,
  UNIQUE (seller_id, id),
  FOREIGN KEY (seller_id) REFERENCES organization (id)
);
CREATE INDEX webhook_endpoint_of_seller ON webhook_endpoint (seller_id, id) WHERE deleted_at IS NULL;

CREATE TABLE webhook_message (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  endpoint_id text NOT NULL,
  event_id text NOT NULL,
  event_type text NOT NULL,
  status text NOT NULL CHECK (status IN ('PENDING', 'RETRYING', 'SUCCEEDED', 'FAILED', 'SKIPPED')),
  body text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, endpoint_id, event_id),
  FOREIGN KEY (seller_id, endpoint_id) REFERENCES webhook_endpoint (seller_id, id)
);
CREATE INDEX webhook_message_recent ON webhook_message (seller_id, created_at DESC, id DESC);
CREATE INDEX webhook_message_due ON webhook_message (next_attempt_at) WHERE status IN ('PENDING', 'RETRYING');

CREATE TABLE webhook_attempt (
  id text PRIMARY KEY,
  seller_id text NOT NULL,
  message_id text NOT NULL,
  number integer NOT NULL,
  trigger text NOT NULL CHECK (trigger IN ('AUTO', 'MANUAL', 'TEST')),
  status_code integer,
  error_code text,
  error_message text,
  response_body text,
  duration_ms integer NOT NULL,
  attempted_at timestamptz NOT NULL,
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, message_id, number),
  FOREIGN KEY (seller_id, message_id) REFERENCES webhook_message (seller_id, id)
);

-- ------------------------------------------------------------------------------------- row-level security: wall two

DO $$
DECLARE
  t text;
  has_organization boolean;
BEGIN
  FOREACH t IN ARRAY ARRAY[
    'organization', 'account', 'contact', 'app_user', 'session', 'user_token', 'api_key', 'price_list', 'price',
    'terms_document', 'terms_version', 'number_series', 'number_counter', 'orders', 'order_line', 'terms_acceptance',
    'terms_chain', 'approval_request', 'approval_step', 'approval_decision', 'cloud_subscription', 'outbox_event',
    'idempotency_key', 'job_run', 'webhook_endpoint', 'webhook_message', 'webhook_attempt'
  ] LOOP
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
    SELECT exists (SELECT FROM information_schema.columns c WHERE c.table_schema = current_schema
      AND c.table_name = t AND c.column_name = 'organization_id') INTO has_organization;
    IF has_organization THEN
      EXECUTE format($p$CREATE POLICY organization_scope ON %I AS RESTRICTIVE TO countersign_app
        USING (CASE WHEN (SELECT organization_scope()) IS NULL THEN true
          ELSE organization_id = ANY ((SELECT organization_scope())::text[]) END)$p$, t);
    END IF;
  END LOOP;

  -- Configuration of the sellers above is readable downward.
  FOREACH t IN ARRAY ARRAY['price_list', 'price', 'terms_document', 'terms_version'] LOOP
    EXECUTE format($p$CREATE POLICY inherited_read ON %I FOR SELECT TO countersign_app
      USING (seller_id = ANY ((SELECT setting_list('app.ancestors'))::text[]))$p$, t);
  END LOOP;

  -- A customer's user sees its own organization and the name of its seller, and nothing of the seller's plumbing.
  CREATE POLICY organization_scope ON organization AS RESTRICTIVE TO countersign_app
    USING ((SELECT organization_scope()) IS NULL OR id = ANY ((SELECT organization_scope())::text[]) OR id = seller_id);
  FOREACH t IN ARRAY ARRAY['job_run', 'webhook_endpoint', 'webhook_message', 'webhook_attempt'] LOOP
    EXECUTE format($p$CREATE POLICY not_for_customers ON %I AS RESTRICTIVE TO countersign_app
      USING ((SELECT organization_scope()) IS NULL)$p$, t);
  END LOOP;
END $$;

-- The platform's catalog: everybody reads, the operator writes.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['vendor', 'category', 'product', 'offer'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY catalog_read ON %I FOR SELECT TO countersign_app USING (true)', t);
    EXECUTE format($p$CREATE POLICY catalog_write ON %I TO countersign_app
      USING (current_setting('app.operator', true) = 'on')
      WITH CHECK (current_setting('app.operator', true) = 'on')$p$, t);
  END LOOP;
END $$;

ALTER TABLE sign_in_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_attempt FORCE ROW LEVEL SECURITY;

-- --------------------------------------------------------------------------------------- what the runtime role may do

GRANT USAGE ON SCHEMA countersign TO countersign_app, countersign_gate;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA countersign TO countersign_app;
REVOKE ALL ON mikro_orm_migrations, sign_in_attempt FROM countersign_app;
REVOKE UPDATE, DELETE ON terms_version, approval_decision, webhook_attempt FROM countersign_app;
REVOKE DELETE ON orders, terms_acceptance, terms_chain, number_series, number_counter, approval_request,
  approval_step, cloud_subscription, organization, account, app_user, webhook_message, terms_document FROM countersign_app;
REVOKE INSERT, UPDATE, DELETE ON outbox_event FROM countersign_app;
GRANT INSERT ON outbox_event TO countersign_app;
REVOKE ALL ON SEQUENCE outbox_feed_position FROM countersign_app;

-- ---------------------------------------------------------------------------------------------------- the gate
-- The few questions that no tenant can be set for yet (who is this?) or that span tenants (what waits?) are answered
-- by functions that run as countersign_gate; the runtime role may call them and nothing wider.

GRANT SELECT ON organization, app_user, session, api_key, orders, order_line, approval_request, terms_acceptance,
  terms_chain, webhook_message, webhook_endpoint, outbox_event, user_token, job_run TO countersign_gate;
GRANT UPDATE (last_used_at, revoked_at) ON session TO countersign_gate;
GRANT INSERT ON session TO countersign_gate;
GRANT UPDATE (last_used_at) ON api_key TO countersign_gate;
GRANT UPDATE (used_at) ON user_token TO countersign_gate;
GRANT UPDATE (password_hash, status, version, updated_at) ON app_user TO countersign_gate;
GRANT UPDATE (published_at, feed_position) ON outbox_event TO countersign_gate;
GRANT INSERT ON outbox_event TO countersign_gate;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_attempt TO countersign_gate;
GRANT USAGE ON SEQUENCE outbox_feed_position TO countersign_gate;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['organization', 'app_user', 'session', 'api_key', 'orders', 'order_line', 'approval_request',
    'terms_acceptance', 'terms_chain', 'webhook_message', 'webhook_endpoint', 'outbox_event', 'user_token',
    'sign_in_attempt', 'job_run'] LOOP
    EXECUTE format('CREATE POLICY gate ON %I TO countersign_gate USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
