import type pg from 'pg'
import { subscribed } from './invariants.ts'

/** What a run comes to, counted in the database. */
export interface Figures {
  acknowledged: number
  lost: number
  doubled: number
  gaps: number
  delivered: number
  dead: number
  /** Neither delivered nor dead; events that never became a message included. */
  undelivered: number
}

const question = `SELECT
  (SELECT count(*) FROM fault.ack WHERE kind = 'order')::int AS acknowledged,
  (SELECT count(*) FROM fault.ack a WHERE kind = 'order' AND NOT EXISTS (
    SELECT FROM orders o WHERE o.id = a.order_id AND o.status <> 'DRAFT' AND o.order_number IS NOT NULL))::int AS lost,
  (SELECT coalesce(sum(made - 1), 0) FROM (SELECT count(*) AS made FROM orders WHERE external_reference IS NOT NULL
    GROUP BY seller_id, external_reference) AS o)::int AS doubled,
  (SELECT coalesce(sum(abs(last_number - numbered)), 0) FROM (SELECT c.last_number, count(o.id) AS numbered
    FROM number_counter c LEFT JOIN orders o ON o.seller_id = c.seller_id AND o.number_series_id = c.series_id
      AND o.number_period = c.period GROUP BY c.seller_id, c.series_id, c.period, c.last_number) AS s)::int AS gaps,
  (SELECT count(*) FROM webhook_message WHERE status = 'SUCCEEDED')::int AS delivered,
  (SELECT count(*) FROM webhook_message WHERE status = 'FAILED')::int AS dead,
  ((SELECT count(*) FROM webhook_message WHERE status IN ('PENDING', 'RETRYING')) + (SELECT count(*) FROM ${subscribed}
    WHERE NOT EXISTS (SELECT FROM webhook_message m WHERE m.seller_id = e.seller_id AND m.event_id = e.id
      AND m.endpoint_id = w.id)))::int AS undelivered`

/** Bring the witnesses first (see `check-site`). */
export async function readFigures(client: pg.PoolClient | pg.Client): Promise<Figures> {
  const { rows } = await client.query<Figures>(question)
  const [figures] = rows
  if (!figures) throw new Error('PostgreSQL counted nothing.')
  return figures
}
