import type { Ctx } from '../access/ctx.ts'
import type { WebhookTrigger } from './webhook-attempt.entity.ts'
import type { WebhookEndpoint, WebhookOrdering } from './webhook-endpoint.entity.ts'

/** A message that was taken up: nobody else sends it until the lease ends. */
export interface Leased {
  id: string
  event_id: string
  event_type: string
  body: string
  headers: Record<string, string>
  attempts: number
  trigger: WebhookTrigger
  lost_leases: number
  traceparent: string | null
}

/** How much to take up, for how long, under which name. */
export interface LeaseWish {
  what: 'ALL' | 'TESTS'
  /** At most so many of the endpoint are under way, those of other pumps included. */
  atOnce: number
  most: number
  leaseId: string
  until: Date
}

/** An event whose fan-out is late holds later ones back for so long. */
const fanOutPatienceMs = 600_000

const open = (alias: string) => `${alias}.status IN ('PENDING', 'RETRYING')`
/** What still holds later ones back: the first attempt and three retries. */
const holds = (alias: string) =>
  `${open(alias)} AND ${alias}.attempts < 4 AND ${alias}.trigger NOT IN ('TEST', 'PROBE')
   AND ${alias}.seller_id = m.seller_id AND ${alias}.endpoint_id = m.endpoint_id`

/** Which of the due messages `m` may go now. `late` are events whose messages are not made yet. */
const mayGo: Record<WebhookOrdering, string> = {
  NONE: 'true',
  PER_SUBJECT: `(m.subject_id IS NULL OR (
      NOT EXISTS (SELECT FROM webhook_message b WHERE ${holds('b')} AND b.subject_id = m.subject_id
        AND (b.subject_version, b.position, b.id) < (m.subject_version, m.position, m.id))
      AND NOT EXISTS (SELECT FROM late WHERE late.subject_id = m.subject_id AND late.version < m.subject_version)))`,
  STRICT: `(NOT EXISTS (SELECT FROM webhook_message b WHERE ${holds('b')} AND (b.position, b.id) < (m.position, m.id))
      AND NOT EXISTS (SELECT FROM late WHERE late.position < m.position))`,
}

// Two selections, each along its own partial index, however many events the seller has.
const lateBecause = (reason: string) => `
  SELECT subject_id, subject_version, feed_position FROM outbox_event
  WHERE ${reason} AND seller_id = ? AND occurred_at > ?`
const late = `late AS MATERIALIZED (
  SELECT subject_id, min(subject_version) AS version, min(feed_position) AS position
  FROM (${lateBecause('fan_out_due')} UNION ALL ${lateBecause('published_at IS NULL')}) AS events
  GROUP BY subject_id)`

const due = `m.seller_id = ? AND m.endpoint_id = ? AND ${open('m')} AND m.next_attempt_at <= ?
  AND (m.lease_until IS NULL OR m.lease_until <= ?)`

function lateParams(ctx: Ctx, { sellerId }: WebhookEndpoint): unknown[] {
  const recent = new Date(ctx.clock.now().getTime() - fanOutPatienceMs)
  return [sellerId, recent, sellerId, recent]
}

function dueParams(ctx: Ctx, { sellerId, id }: WebhookEndpoint): unknown[] {
  const now = ctx.clock.now()
  return [sellerId, id, now, now]
}

/**
 * Takes up messages of a locked endpoint that are due, in the order of the feed and as its ordering allows. A lease that
 * has ended is taken over, and counted as lost.
 */
export async function leaseDeliveries(
  ctx: Ctx,
  endpoint: WebhookEndpoint,
  wish: LeaseWish,
): Promise<Leased[]> {
  const { sellerId, id, ordering } = endpoint
  const tests = `m.trigger IN ('TEST', 'PROBE')`
  const chosen = wish.what === 'TESTS' ? tests : `(${tests} OR ${mayGo[ordering]})`
  return ctx.em.execute<Leased[]>(
    `WITH ${late},
     due AS (
       SELECT m.id FROM webhook_message m WHERE ${due} AND ${chosen}
       ORDER BY m.position, m.id
       LIMIT greatest(0, least(?, ? - (SELECT count(*) FROM webhook_message l
         WHERE l.seller_id = ? AND l.endpoint_id = ? AND l.lease_until > ?)))
       FOR UPDATE OF m SKIP LOCKED)
     UPDATE webhook_message m SET lease_id = ?, lease_until = ?,
       lost_leases = m.lost_leases + CASE WHEN m.lease_until IS NULL THEN 0 ELSE 1 END
     FROM due WHERE m.seller_id = ? AND m.id = due.id
     RETURNING m.id, m.event_id, m.event_type, m.body, m.headers, m.attempts, m.trigger, m.lost_leases, m.traceparent`,
    [
      ...lateParams(ctx, endpoint),
      ...dueParams(ctx, endpoint),
      wish.most,
      wish.atOnce,
      sellerId,
      id,
      ctx.clock.now(),
      wish.leaseId,
      wish.until,
      sellerId,
    ],
  )
}

/** When something of an endpoint can be due that is not now; null: nothing waits. */
export async function nextDueAt(ctx: Ctx, endpoint: WebhookEndpoint): Promise<Date | null> {
  const { sellerId, id, ordering } = endpoint
  const now = ctx.clock.now()
  const stirs =
    ordering === 'NONE' ? 'false' : ordering === 'STRICT' ? 'true' : 'late.subject_id = m.subject_id'
  const [row] = await ctx.em.execute<Array<{ later: string | Date | null; stirs: boolean }>>(
    `WITH ${late}
     SELECT (SELECT min(m.next_attempt_at) FROM webhook_message m
        WHERE m.seller_id = ? AND m.endpoint_id = ? AND ${open('m')} AND m.next_attempt_at > ?) AS later,
       EXISTS (SELECT FROM late JOIN webhook_message m ON ${stirs} WHERE ${due}) AS stirs`,
    [...lateParams(ctx, endpoint), sellerId, id, now, ...dueParams(ctx, endpoint)],
  )
  if (row?.stirs) return new Date(now.getTime() + 250)
  return row?.later ? new Date(row.later) : null
}

/** Marks what waits for an endpoint that receives nothing as SKIPPED; pings that somebody asked for go on. */
export async function skipWaiting(ctx: Ctx, { sellerId, id, deletedAt }: WebhookEndpoint): Promise<void> {
  const kept = deletedAt ? '' : `AND m.trigger NOT IN ('TEST', 'PROBE')`
  await ctx.em.execute(
    `UPDATE webhook_message m SET status = 'SKIPPED', next_attempt_at = NULL, lease_id = NULL, lease_until = NULL, updated_at = ?
     WHERE m.seller_id = ? AND m.endpoint_id = ? AND ${open('m')} ${kept}`,
    [ctx.clock.now(), sellerId, id],
  )
}
