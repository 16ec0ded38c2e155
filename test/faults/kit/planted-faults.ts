import type pg from 'pg'
import { checkSite } from './check-site.ts'
import { subscribed } from './invariants.ts'

/** Damage done by hand, and which invariant must name it. */
export interface Plant {
  name: string
  /** The invariant that must be hurt. */
  hurts: string
  sql: string
  /** Damages an approved order: a run without one has nothing to damage. */
  needsApproval?: boolean
}

const one = `(SELECT order_id FROM fault.ack WHERE kind = 'order' ORDER BY order_id LIMIT 1)`
const approved = `(SELECT order_id FROM fault.ack WHERE kind = 'approval' ORDER BY order_id LIMIT 1)`
const latest = `(SELECT max(number_sequence) FROM orders WHERE seller_id = (SELECT seller_id FROM orders WHERE id = ${one}))`

/** What each loss, double and leak would leave behind in the database. */
export const plants: Plant[] = [
  { name: 'an acknowledged order is gone', hurts: 'I1', sql: `DELETE FROM orders WHERE id = ${one}` },
  {
    name: 'an order has another number than was told',
    hurts: 'I1',
    // The number that was told, because a slow machine may have answered without one.
    sql: `UPDATE fault.ack SET order_number = 'another' WHERE order_id = ${one}`,
  },
  {
    name: 'an acknowledged approval is gone',
    hurts: 'I1b',
    needsApproval: true,
    sql: `DELETE FROM approval_decision d USING approval_request r WHERE r.id = d.request_id AND r.order_id = ${approved}`,
  },
  {
    name: 'one intent made two orders',
    hurts: 'I2',
    sql: `UPDATE orders SET external_reference = (SELECT external_reference FROM orders WHERE id = ${one})
      WHERE id = (SELECT max(order_id) FROM fault.ack WHERE seller_id = (SELECT seller_id FROM orders WHERE id = ${one}))`,
  },
  {
    name: 'two orders bear one number',
    hurts: 'I3',
    sql: `ALTER TABLE orders DROP CONSTRAINT orders_seller_id_order_number_key;
      UPDATE orders o SET order_number = t.order_number FROM orders t WHERE t.id = ${one} AND o.seller_id = t.seller_id
        AND o.order_number IS NOT NULL`,
  },
  {
    name: 'a number is missing in the middle',
    hurts: 'I4',
    sql: `UPDATE orders SET number_sequence = ${latest} + 5 WHERE id = ${one}`,
  },
  {
    name: 'an order was never numbered',
    hurts: 'I4b',
    sql: `UPDATE orders SET order_number = NULL, placed_at = NULL, number_sequence = NULL WHERE id = ${one}`,
  },
  {
    name: 'evidence is missing in the chain',
    hurts: 'I5b',
    sql: `DELETE FROM terms_acceptance WHERE id = (SELECT id FROM terms_acceptance WHERE chain_sequence = 1 LIMIT 1)`,
  },
  {
    name: 'an order jumped over a state',
    hurts: 'I6',
    sql: `UPDATE outbox_event SET data = jsonb_set(data, '{order,status}', '"FULFILLED"')
      WHERE type = 'order.submitted' AND subject_id = ${one}`,
  },
  {
    name: 'a line was delivered twice',
    hurts: 'I7',
    needsApproval: true,
    sql: `ALTER TABLE cloud_subscription DROP CONSTRAINT cloud_subscription_seller_id_order_line_id_key;
      INSERT INTO cloud_subscription SELECT (jsonb_populate_record(s, jsonb_build_object('id', s.id || 'x',
        'vendor_reference', 'another'))).* FROM cloud_subscription s WHERE order_id = ${approved}`,
  },
  {
    name: 'an event was recorded twice',
    hurts: 'I7b',
    sql: `INSERT INTO outbox_event SELECT (jsonb_populate_record(e, jsonb_build_object('id', e.id || 'x',
        'feed_position', NULL))).* FROM outbox_event e WHERE type = 'order.placed' AND subject_id = ${one}`,
  },
  {
    name: 'a repeat of a webhook says something else',
    hurts: 'I7c',
    sql: `INSERT INTO fault.received SELECT path, webhook_id, 'other' FROM fault.received LIMIT 1`,
  },
  {
    name: 'an event was never published',
    hurts: 'I8',
    sql: `UPDATE outbox_event SET published_at = NULL WHERE type = 'order.placed' AND subject_id = ${one}`,
  },
  {
    name: 'a webhook message is gone',
    hurts: 'I8b',
    // Of any order: all that the first one has told may be older than the endpoint's first second.
    sql: `DELETE FROM webhook_message WHERE event_id = (SELECT min(e.id) FROM ${subscribed})`,
  },
  {
    name: 'a delivered webhook never arrived',
    hurts: 'I8c',
    sql: `DELETE FROM fault.received WHERE webhook_id = (SELECT min(webhook_id) FROM fault.received r
      JOIN webhook_message m ON m.event_id = r.webhook_id WHERE m.status = 'SUCCEEDED')`,
  },
  {
    name: 'an order waits and nobody works on it',
    hurts: 'I9',
    sql: `UPDATE orders SET status = 'APPROVED' WHERE id = ${one}`,
  },
  {
    name: 'an order belongs to another reseller than its events',
    hurts: 'I10',
    sql: `UPDATE orders SET seller_id = (SELECT seller_id FROM orders WHERE seller_id <> (SELECT seller_id FROM orders
      WHERE id = ${one}) LIMIT 1) WHERE id = ${one}`,
  },
  {
    name: 'a line costs something else than was told',
    hurts: 'I11',
    sql: `UPDATE order_line SET line_total_minor = line_total_minor + 1 WHERE order_id = ${one}`,
  },
]

const audit: Plant = {
  name: 'an entry of the audit chain was changed',
  hurts: 'I5',
  sql: `UPDATE audit_entry SET canonical = canonical || ' ' WHERE sequence = 1`,
}

/**
 * Does each damage in a transaction of its own, as a superuser without triggers and foreign keys, has the checker look,
 * and takes it back. Answers what was not named: empty when the checker sees everything.
 */
export async function unnoticedPlants(client: pg.PoolClient | pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ audited: string | null; approvals: number }>(
    `SELECT to_regclass('audit_entry') AS audited, count(*)::int AS approvals FROM fault.ack WHERE kind = 'approval'`,
  )
  const { audited = null, approvals = 0 } = rows[0] ?? {}
  const all = audited ? [...plants, audit] : plants
  const unnoticed: string[] = []
  for (const { name, hurts, sql } of all.filter((plant) => approvals > 0 || !plant.needsApproval)) {
    await client.query('BEGIN')
    try {
      await client.query(`SET LOCAL session_replication_role = replica`)
      // Several statements answer with several results.
      const done = [await client.query(sql)].flat()
      if (!done.some(({ rowCount }) => (rowCount ?? 0) > 0)) {
        unnoticed.push(`${name}: there was nothing to damage`)
        continue
      }
      const { violations } = await checkSite(client)
      if (!violations.some((sentence) => sentence.startsWith(`${hurts}: `)))
        unnoticed.push(`${name}: ${hurts} did not say so, but ${violations[0] ?? 'nothing was said'}`)
    } finally {
      await client.query('ROLLBACK')
    }
  }
  return unnoticed
}
