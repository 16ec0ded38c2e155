-- What an endpoint receives, in which form, and with what it is asked for.

ALTER TABLE webhook_endpoint
  ADD COLUMN format text NOT NULL DEFAULT 'STANDARD'
    CHECK (format IN ('STANDARD', 'CLOUDEVENTS_STRUCTURED', 'CLOUDEVENTS_BINARY')),
  ADD COLUMN payload text NOT NULL DEFAULT 'FULL' CHECK (payload IN ('FULL', 'THIN', 'FLAT')),
  ADD COLUMN filter jsonb,
  ADD COLUMN header_names text[] NOT NULL DEFAULT '{}',
  ADD COLUMN sealed_headers text,
  ADD COLUMN timeout_seconds integer NOT NULL DEFAULT 15 CHECK (timeout_seconds BETWEEN 1 AND 30),
  ADD CHECK ((sealed_headers IS NULL) = (header_names = '{}'));
COMMENT ON COLUMN webhook_endpoint.sealed_headers IS 'Headers that its owner added, encrypted for this endpoint: they may hold credentials.';

ALTER TABLE webhook_message ADD COLUMN headers jsonb NOT NULL DEFAULT '{"content-type": "application/json"}';
COMMENT ON COLUMN webhook_message.headers IS 'Headers that belong to the rendered body, such as its type; the same for every attempt.';
