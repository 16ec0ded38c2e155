-- What the walls promise is said where the gate over the catalog reads it (test/contracts/walls-gate.test.ts).

COMMENT ON TABLE terms_version IS 'Append-only: the runtime role has no UPDATE or DELETE.';
COMMENT ON TABLE approval_decision IS 'Append-only: the runtime role has no UPDATE or DELETE.';
COMMENT ON TABLE webhook_attempt IS 'Append-only: the runtime role has no UPDATE or DELETE.';
COMMENT ON TABLE outbox_event IS 'Append-only for the runtime role; the gate alone marks what was published.';
