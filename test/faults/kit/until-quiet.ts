import { setTimeout as sleep } from 'node:timers/promises'
import { subscribed } from './invariants.ts'

const stillMoving = `SELECT
  (SELECT count(*) FROM outbox_event WHERE published_at IS NULL OR jobs_due_at IS NOT NULL)
  + (SELECT count(*) FROM orders WHERE status IN ('SUBMITTED', 'APPROVED', 'IN_FULFILLMENT'))
  + (SELECT count(*) FROM terms_acceptance WHERE sealed_at IS NULL)
  + (SELECT count(*) FROM webhook_message WHERE status IN ('PENDING', 'RETRYING'))
  + (SELECT count(*) FROM ${subscribed} WHERE NOT EXISTS (
    SELECT FROM webhook_message m WHERE m.seller_id = e.seller_id AND m.event_id = e.id AND m.endpoint_id = w.id)) AS moving,
  (SELECT count(*) FROM outbox_event) AS events`

/**
 * Waits until nothing moves any more, or the time is up (then the check will say what waits). Answers how long it took.
 */
export async function untilQuiet(
  site: { sql<T extends object>(text: string): Promise<T[]> },
  withinMs: number,
): Promise<number> {
  const from = performance.now()
  let calm = 0
  let before = ''
  while (calm < 4 && performance.now() - from < withinMs) {
    const [row] = await site
      .sql<{ moving: string; events: string }>(stillMoving)
      .catch(() => [{ moving: '1', events: '' }])
    calm = row?.moving === '0' && row.events === before ? calm + 1 : 0
    before = row?.events ?? ''
    await sleep(250)
  }
  return Math.round(performance.now() - from)
}
