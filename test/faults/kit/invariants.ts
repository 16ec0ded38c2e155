import { eventsCatalog } from '../../../src/events-catalog.ts'
import { ORDER_TRANSITIONS } from '../../../src/orders/order-transitions.ts'

/** One promise, as two questions to PostgreSQL. */
export interface Invariant {
  id: string
  promise: string
  /** How much it looks at: one row with `count`. */
  examined: string
  /** One row per violation: `what` is a sentence with ids. */
  broken: string
  /** True when a run may have nothing of the kind (no approvals, no webhooks ...). */
  mayBeEmpty?: boolean
  /** Asked only when this table exists. */
  table?: string
}

const text = (values: Iterable<string>): string => [...values].map((value) => `'${value}'`).join(', ')
const offered = text(eventsCatalog.filter((event) => event.offeredToWebhooks).map((event) => event.type))
const legalMoves = [
  ...new Set(
    ORDER_TRANSITIONS.flatMap(({ from, to }) =>
      from.map((state) => `${state}>${to === 'SAME' ? state : to}`),
    ),
  ),
]
/** Between two events of one order several moves may have been made that tell nothing: one is, at approval. */
const legal = text(legalMoves)

/** Endpoints `w` with the events `e` that they subscribe to. */
export const subscribed = `webhook_endpoint w JOIN outbox_event e ON e.seller_id = w.seller_id
  AND e.occurred_at > w.created_at + interval '1 second' AND w.deleted_at IS NULL AND e.type IN (${offered})
  AND EXISTS (SELECT FROM unnest(w.event_types) AS p WHERE e.type LIKE replace(p, '*', '%'))`

const identity: Invariant[] = [
  {
    id: 'I1',
    promise: 'every acknowledged order is there, with the number that was told',
    examined: `SELECT count(*) FROM fault.ack WHERE kind = 'order'`,
    broken: `SELECT format('acknowledged %s (%s) is %s', a.intent, a.order_id, CASE WHEN o.id IS NULL THEN 'lost'
        WHEN o.status = 'DRAFT' THEN 'still a draft' WHEN o.external_reference IS DISTINCT FROM a.intent
        THEN 'another intent''s order' ELSE format('numbered %s, not %s', o.order_number, a.order_number) END) AS what
      FROM fault.ack a LEFT JOIN orders o ON o.id = a.order_id AND o.seller_id = a.seller_id
      WHERE a.kind = 'order' AND (o.id IS NULL OR o.status = 'DRAFT' OR o.external_reference IS DISTINCT FROM a.intent
        OR (a.order_number IS NOT NULL AND o.order_number IS DISTINCT FROM a.order_number))`,
  },
  {
    id: 'I1b',
    promise: 'every acknowledged approval is there',
    mayBeEmpty: true,
    examined: `SELECT count(*) FROM fault.ack WHERE kind = 'approval'`,
    broken: `SELECT format('the approval of %s (%s) is lost', a.intent, a.order_id) AS what FROM fault.ack a
      WHERE a.kind = 'approval' AND NOT EXISTS (SELECT FROM approval_decision d JOIN approval_request r
        ON r.seller_id = d.seller_id AND r.id = d.request_id WHERE r.order_id = a.order_id AND d.kind = 'APPROVE')`,
  },
  {
    id: 'I2',
    promise: 'one intent makes one order',
    examined: `SELECT count(DISTINCT external_reference) FROM orders WHERE external_reference IS NOT NULL`,
    broken: `SELECT format('intent %s made %s orders: %s', external_reference, count(*), string_agg(id, ' ')) AS what
      FROM orders WHERE external_reference IS NOT NULL GROUP BY seller_id, external_reference HAVING count(*) > 1`,
  },
  {
    id: 'I2b',
    promise: 'a key leads to its one order',
    examined: `SELECT count(*) FROM idempotency_key WHERE operation IN ('orderPlace', 'orderStart')`,
    broken: `SELECT format('key %s leads to %s, which is not there', k.key, k.result_id) AS what FROM idempotency_key k
      WHERE operation IN ('orderPlace', 'orderStart')
        AND NOT EXISTS (SELECT FROM orders o WHERE o.seller_id = k.seller_id AND o.id = k.result_id)`,
  },
]

const numbers: Invariant[] = [
  {
    id: 'I3',
    promise: 'a number is given once',
    examined: `SELECT count(*) FROM orders WHERE order_number IS NOT NULL`,
    broken: `SELECT format('number %s of %s is borne by %s orders: %s', order_number, seller_id, count(*),
        string_agg(id, ' ')) AS what
      FROM orders WHERE order_number IS NOT NULL GROUP BY seller_id, order_number HAVING count(*) > 1`,
  },
  {
    id: 'I4',
    promise: 'numbers have no gap',
    examined: `SELECT count(*) FROM number_counter WHERE last_number > 0`,
    broken: `SELECT format('series %s %s of %s: %s numbers, from %s to %s, counter at %s', series_id, period, c.seller_id,
        count(o.id), min(number_sequence), max(number_sequence), last_number) AS what
      FROM number_counter c LEFT JOIN orders o ON o.seller_id = c.seller_id AND o.number_series_id = c.series_id
        AND o.number_period = c.period
      WHERE last_number > 0 GROUP BY c.seller_id, series_id, period, last_number
      HAVING count(o.id) <> last_number OR min(number_sequence) <> 1 OR max(number_sequence) <> last_number`,
  },
  {
    id: 'I4b',
    promise: 'no submitted order is without a number',
    examined: `SELECT count(*) FROM orders WHERE submitted_at IS NOT NULL`,
    broken: `SELECT format('%s (%s) was submitted and has no number', id, external_reference) AS what
      FROM orders WHERE submitted_at IS NOT NULL AND order_number IS NULL`,
  },
]

const chains: Invariant[] = [
  {
    id: 'I5',
    promise: 'the audit chain holds',
    table: 'audit_entry',
    examined: `SELECT count(*) FROM audit_entry`,
    broken: `WITH linked AS (SELECT *, lag(entry_hash) OVER chain AS before, row_number() OVER chain AS place
        FROM audit_entry WINDOW chain AS (PARTITION BY seller_id ORDER BY sequence))
      SELECT format('entry %s of %s does not follow from the one before', sequence, seller_id) AS what FROM linked
        WHERE place <> sequence OR (sequence > 1 AND previous_hash IS DISTINCT FROM before) OR entry_hash <>
          encode(sha256(convert_to(concat_ws(E'\\n', previous_hash, seller_id, sequence, canonical), 'UTF8')), 'hex')
      UNION ALL
      SELECT format('the head of %s is not its last entry', h.seller_id) FROM audit_chain h WHERE NOT EXISTS (
        SELECT FROM audit_entry a WHERE a.seller_id = h.seller_id AND a.sequence = h.last_sequence
          AND a.entry_hash = h.head_hash)
      UNION ALL
      SELECT format('event %s has no entry', e.id) FROM outbox_event e
        WHERE e.occurred_at > (SELECT min(occurred_at) FROM audit_entry)
          AND NOT EXISTS (SELECT FROM audit_entry a WHERE a.seller_id = e.seller_id AND a.event_id = e.id)`,
  },
  {
    id: 'I5b',
    promise: 'the evidence of terms is chained without a gap',
    examined: `SELECT count(*) FROM terms_acceptance WHERE chain_sequence IS NOT NULL`,
    broken: `WITH linked AS (SELECT *, lag(evidence_hash) OVER chain AS before, row_number() OVER chain AS place
        FROM terms_acceptance WHERE chain_sequence IS NOT NULL
        WINDOW chain AS (PARTITION BY seller_id ORDER BY chain_sequence))
      SELECT format('evidence %s (%s of %s) does not follow from the one before', id, chain_sequence, seller_id) AS what
        FROM linked WHERE place <> chain_sequence OR (place > 1 AND previous_hash IS DISTINCT FROM before)`,
  },
  {
    id: 'I6',
    promise: 'an order only moves where its state table leads',
    examined: `SELECT count(*) FROM outbox_event WHERE subject_type = 'order'`,
    broken: `WITH told AS (SELECT subject_id, subject_version AS version, type, data -> 'order' ->> 'status' AS status,
          lag(data -> 'order' ->> 'status') OVER life AS before, lag(subject_version) OVER life AS version_before
        FROM outbox_event WHERE subject_type = 'order'
        WINDOW life AS (PARTITION BY subject_id ORDER BY subject_version, id))
      SELECT format('%s went from %s (version %s) to %s (version %s) by %s', subject_id, before, version_before, status,
        version, type) AS what
      FROM told WHERE before IS NOT NULL AND before <> status AND before || '>' || status NOT IN (${legal})`,
  },
]

const effects: Invariant[] = [
  {
    id: 'I7',
    promise: 'a delivered line has its one subscription, and the vendor was asked under one key',
    mayBeEmpty: true,
    examined: `SELECT count(*) FROM order_line WHERE status = 'FULFILLED'`,
    broken: `SELECT format('line %s is %s and has %s subscriptions with %s vendor references', l.id, l.status, count(s.id),
        count(DISTINCT s.vendor_reference)) AS what
      FROM order_line l LEFT JOIN cloud_subscription s ON s.order_line_id = l.id
      GROUP BY l.id, l.status HAVING count(s.id) <> CASE WHEN l.status = 'FULFILLED' THEN 1 ELSE 0 END
      UNION ALL
      SELECT format('line %s was asked for under %s keys', id, attempt) FROM order_line
        WHERE status = 'FULFILLED' AND attempt <> 1`,
  },
  {
    id: 'I7b',
    promise: 'what happens once is told once',
    examined: `SELECT count(*) FROM outbox_event WHERE type IN ('order.submitted', 'order.placed')`,
    broken: `SELECT format('%s of %s was recorded %s times', type, subject_id, count(*)) AS what FROM outbox_event
      WHERE type IN ('order.submitted', 'order.placed', 'order.pending_approval', 'order.approved', 'order.fulfilled',
        'approval.requested', 'approval.approved', 'subscription.activated')
      GROUP BY type, subject_id HAVING count(*) > 1
      UNION ALL
      SELECT format('%s was decided %s times', request_id, count(*)) FROM approval_decision
        GROUP BY seller_id, request_id, decided_by HAVING count(*) > 1`,
  },
  {
    id: 'I7c',
    promise: 'every repeat of a webhook says the same',
    mayBeEmpty: true,
    examined: `SELECT count(*) FROM fault.received`,
    broken: `SELECT format('webhook %s came with %s bodies', webhook_id, count(DISTINCT body_hash)) AS what
      FROM fault.received GROUP BY path, webhook_id HAVING count(DISTINCT body_hash) > 1`,
  },
]

const flow: Invariant[] = [
  {
    id: 'I8',
    promise: 'every event is published',
    examined: `SELECT count(*) FROM outbox_event`,
    broken: `SELECT format('event %s (%s of %s) was never published', id, type, subject_id) AS what FROM outbox_event
      WHERE published_at IS NULL OR feed_position IS NULL OR jobs_due_at IS NOT NULL`,
  },
  {
    id: 'I8b',
    promise: 'every subscribed event has a message, delivered or dead',
    mayBeEmpty: true,
    examined: `SELECT count(*) FROM ${subscribed}`,
    broken: `SELECT format('event %s (%s of %s) %s', e.id, e.type, e.subject_id,
        coalesce('has a message that is ' || m.status, 'has no message for ' || w.id)) AS what
      FROM ${subscribed} LEFT JOIN webhook_message m ON m.seller_id = e.seller_id AND m.event_id = e.id
        AND m.endpoint_id = w.id
      WHERE m.id IS NULL OR m.status IN ('PENDING', 'RETRYING')`,
  },
  {
    id: 'I8c',
    promise: 'what counts as delivered has arrived',
    mayBeEmpty: true,
    examined: `SELECT count(*) FROM webhook_message WHERE status = 'SUCCEEDED'`,
    broken: `SELECT format('message %s of event %s counts as delivered and never arrived', m.id, m.event_id) AS what
      FROM webhook_message m WHERE m.status = 'SUCCEEDED' AND EXISTS (SELECT FROM fault.received)
        AND NOT EXISTS (SELECT FROM fault.received r WHERE r.webhook_id = m.event_id)`,
  },
  {
    id: 'I9',
    promise: 'no order waits for work that nobody does',
    examined: `SELECT count(*) FROM orders WHERE submitted_at IS NOT NULL`,
    broken: `SELECT format('%s (%s) waits in %s', id, external_reference, status) AS what FROM orders
        WHERE status IN ('SUBMITTED', 'APPROVED', 'IN_FULFILLMENT')
      UNION ALL
      SELECT format('%s waits for approval and nobody was asked', id) FROM orders o WHERE status = 'PENDING_APPROVAL'
        AND NOT EXISTS (SELECT FROM approval_request r JOIN approval_step s ON s.seller_id = r.seller_id
          AND s.request_id = r.id AND s.status = 'ACTIVE' WHERE r.order_id = o.id AND r.status = 'PENDING')
      UNION ALL
      SELECT format('the terms of %s are not sealed', order_id) FROM terms_acceptance WHERE sealed_at IS NULL`,
  },
  {
    id: 'I9b',
    promise: 'no job is a dead letter',
    examined: `SELECT count(*) FROM job_run`,
    broken: `SELECT format('job %s of %s is dead after %s starts: %s', job_id, queue, starts, left(last_error, 200)) AS what
      FROM job_run WHERE status = 'DEAD'`,
  },
]

const money: Invariant[] = [
  {
    id: 'I11',
    promise: 'lines add up to the order',
    examined: `SELECT count(*) FROM outbox_event WHERE type = 'order.placed'`,
    broken: `SELECT format('%s: lines of %s, told %s, stored %s', e.subject_id, t.lines, t.told, t.stored) AS what
      FROM outbox_event e CROSS JOIN LATERAL (SELECT
        (SELECT sum((line -> 'lineTotal' ->> 'amount')::numeric)
          FROM jsonb_array_elements(e.data -> 'order' -> 'lines') AS line) AS lines,
        (e.data -> 'order' -> 'totals' -> 'lineTotal' ->> 'amount')::numeric AS told,
        (SELECT sum(line_total_minor) / 100.0 FROM order_line l WHERE l.order_id = e.subject_id) AS stored,
        (SELECT sum(round(l.quantity * l.unit_price, 2)) FROM order_line l WHERE l.order_id = e.subject_id) AS made) AS t
      WHERE e.type = 'order.placed' AND NOT (t.lines = t.told AND t.told = t.stored AND t.stored = t.made)`,
  },
]

/** I1 to I11 of the design, those about rows; I10 is made from the catalogue of the database (see `check-site`). */
export const invariants: Invariant[] = [...identity, ...numbers, ...chains, ...effects, ...flow, ...money]
