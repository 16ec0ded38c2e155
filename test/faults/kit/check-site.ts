import type pg from 'pg'
import type { Journal } from './journal.ts'
import { invariants, type Invariant } from './invariants.ts'
import type { ReceivedWebhook } from './webhook-sink.ts'

/** What a check found. */
export interface Verdict {
  /** How many rows each invariant looked at. */
  examined: Record<string, number>
  /** Sentences with ids, the invariant's name first; empty when all promises are kept. */
  violations: string[]
}

const mostSentences = 20

/** Brings what clients and receivers saw into the database, beside what it must be compared with. */
export async function bringWitnesses(
  client: pg.PoolClient | pg.Client,
  journal: Journal,
  received: readonly ReceivedWebhook[],
): Promise<void> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS fault;
    DROP TABLE IF EXISTS fault.ack, fault.received;
    CREATE TABLE fault.ack (intent text, kind text, seller_id text, order_id text, order_number text);
    CREATE TABLE fault.received (path text, webhook_id text, body_hash text)`)
  const acknowledged = journal.read().filter(({ what }) => what === 'acknowledged')
  await client.query(
    `INSERT INTO fault.ack SELECT intent, kind, seller, "orderId", "orderNumber" FROM json_to_recordset($1)
      AS a (intent text, kind text, seller text, "orderId" text, "orderNumber" text)`,
    [JSON.stringify(acknowledged)],
  )
  await client.query(
    `INSERT INTO fault.received SELECT path, id, hash FROM json_to_recordset($1) AS r (path text, id text, hash text)`,
    [JSON.stringify(received)],
  )
}

/** I10: every foreign key holds, checked row by row, and what refers by id alone stays with its seller. */
async function tenancy(client: pg.PoolClient | pg.Client): Promise<Invariant[]> {
  const { rows } = await client.query<{
    name: string
    child: string
    parent: string
    links: string
    filled: string
  }>(`
    SELECT c.conname AS name, c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent,
      string_agg(format('p.%I = c.%I', f.attname, a.attname), ' AND ') AS links,
      string_agg(format('c.%I IS NOT NULL', a.attname), ' AND ') AS filled
    FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k (child, parent)
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.child
    JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = k.parent
    WHERE c.contype = 'f' AND c.connamespace = 'countersign'::regnamespace GROUP BY 1, 2, 3 ORDER BY 1`)
  const byKey = rows.map(({ name, child, parent, links, filled }) => ({
    id: `I10 ${name}`,
    promise: 'a child belongs to its parent',
    mayBeEmpty: true,
    examined: `SELECT count(*) FROM ${child} c WHERE ${filled}`,
    broken: `SELECT format('a row of ${child} has no parent in ${parent}: %s', left(c::text, 120)) AS what
      FROM ${child} c WHERE ${filled} AND NOT EXISTS (SELECT FROM ${parent} p WHERE ${links})`,
  }))
  const byId: Invariant = {
    id: 'I10',
    promise: 'what refers by id alone stays with its seller',
    examined: 'SELECT count(*) FROM outbox_event',
    broken: `SELECT format('event %s of %s is about %s of %s', e.id, e.seller_id, o.id, o.seller_id) AS what
        FROM outbox_event e JOIN orders o ON o.id = e.subject_id WHERE o.seller_id <> e.seller_id
      UNION ALL SELECT format('message %s of %s tells event %s of %s', m.id, m.seller_id, e.id, e.seller_id)
        FROM webhook_message m JOIN outbox_event e ON e.id = m.event_id WHERE e.seller_id <> m.seller_id
      UNION ALL SELECT format('subscription %s of %s comes from order %s of %s', s.id, s.seller_id, o.id, o.seller_id)
        FROM cloud_subscription s JOIN orders o ON o.id = s.order_id WHERE o.seller_id <> s.seller_id`,
  }
  return [byId, ...byKey]
}

/** Asks PostgreSQL, and nothing else, whether every promise is kept. Bring the witnesses first. */
export async function checkSite(client: pg.PoolClient | pg.Client): Promise<Verdict> {
  const verdict: Verdict = { examined: {}, violations: [] }
  for (const invariant of [...invariants, ...(await tenancy(client))]) {
    const { id, examined, broken, mayBeEmpty = false, table } = invariant
    if (table) {
      const { rows } = await client.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [
        table,
      ])
      if (!rows[0]?.found) continue
    }
    const { rows: counted } = await client.query<{ count: string }>(examined)
    const count = Number(counted[0]?.count ?? 0)
    verdict.examined[id] = count
    if (count === 0 && !mayBeEmpty) verdict.violations.push(`${id}: there was nothing to look at`)
    const { rows } = await client.query<{ what: string }>(broken)
    for (const { what } of rows.slice(0, mostSentences)) verdict.violations.push(`${id}: ${what}`)
    if (rows.length > mostSentences) verdict.violations.push(`${id}: and ${rows.length - mostSentences} more`)
  }
  return verdict
}
