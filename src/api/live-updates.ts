import { allow } from '../access/allow.ts'
import { isOpen } from '../activities/activity-status.rules.ts'
import { Activity } from '../activities/activity.entity.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { activityChannel, approvalInboxChannel, orderChannel } from '../events/live-channels.ts'
import { Order } from '../orders/order.entity.ts'
import { notFound } from '../platform/errors.ts'
import { beginReading, become, endReading, openReading, type ApiCtx } from './api-ctx.ts'
import { ApprovalInboxUpdate, ApprovalStatusUpdate, OrderStatusUpdate } from './live.view.ts'

/** How often a stream looks for the progress of an activity, of which nobody tells. */
const progressMs = 1000

/** How long a silent stream waits before it checks again that its subscriber may still listen. */
const recheckMs = 60_000
const pageOfEvents = 100

/** What a stream of an order tells: all of its events, or those of a pattern of LIKE. */
interface Heard {
  orderId: string
  types: '%' | 'approval.%'
}

interface EventRow {
  id: string
  type: string
  occurred_at: Date
  feed_position: string
  subject_type: string
  subject_id: string
}

/** Waits for hints; many hints while nobody waits are one. */
class Bell {
  #rung = false
  #wake: (() => void) | null = null

  ring = (): void => {
    this.#rung = true
    this.#wake?.()
  }

  async heard(withinMs: number): Promise<void> {
    if (!this.#rung)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    this.#rung = false
    this.#wake = null
  }
}

/** Published events of an order and its approvals after a feed position, oldest first. */
async function eventsAfter(ctx: ApiCtx, of: Heard, position: string): Promise<EventRow[]> {
  return ctx.em.execute<EventRow[]>(
    `SELECT id, type, occurred_at, feed_position, subject_type, subject_id FROM outbox_event
     WHERE seller_id = ANY (ARRAY[?]::text[]) AND feed_position > ? AND type LIKE ?
       AND subject_id IN (SELECT id FROM approval_request WHERE order_id = ? UNION ALL SELECT ?)
     ORDER BY feed_position LIMIT ?`,
    [ctx.actor.readableSellers, position, of.types, of.orderId, of.orderId, pageOfEvents],
  )
}

/** Where the stream starts: behind the event that the client saw last, or behind the newest one. */
async function startPosition(
  ctx: ApiCtx,
  orderId: string,
  after: string | null | undefined,
): Promise<EventRow | null> {
  const [row] = await ctx.em.execute<EventRow[]>(
    `SELECT id, type, occurred_at, feed_position, subject_type, subject_id FROM outbox_event
     WHERE seller_id = ANY (ARRAY[?]::text[]) AND feed_position IS NOT NULL AND (?::text IS NULL OR id = ?)
       AND subject_id IN (SELECT id FROM approval_request WHERE order_id = ? UNION ALL SELECT ?)
     ORDER BY feed_position DESC LIMIT 1`,
    [ctx.actor.readableSellers, after ?? null, after ?? null, orderId, orderId],
  )
  return row ?? null
}

async function visibleOrder(ctx: ApiCtx, orderId: string): Promise<Order> {
  const order = await ctx.em.findOne(Order, { id: orderId })
  if (!order) throw notFound('order', ['orderId'])
  allow(ctx, 'ORDER_READ')
  return order
}

interface Stream<T> {
  channels: (ctx: ApiCtx) => string[]
  /** Runs in a read-only transaction of the subscriber, re-authorized; what it gives is sent in order. */
  next: (ctx: ApiCtx, isFirst: boolean) => Promise<T[]>
  /** Absent: it hears of every change, and looks once a minute all the same. */
  looksEveryMs?: () => number
}

/** What one stream holds while it runs. */
interface Listening {
  bell: Bell
  /** True once the subscriber has gone. */
  ended: boolean
}

async function* updatesOf<T>(ctx: ApiCtx, stream: Stream<T>, listening: Listening): AsyncGenerator<T> {
  const { bell } = listening
  const stops: Array<() => Promise<void>> = []
  try {
    // A socket may have outlived the session that opened it.
    become(ctx, await ctx.reauthenticate())
    for (const channel of stream.channels(ctx)) stops.push(await ctx.pubsub.subscribe(channel, bell.ring))
    for (let isFirst = true; !listening.ended; isFirst = false) {
      if (!isFirst) become(ctx, await ctx.reauthenticate())
      await beginReading(ctx)
      const updates = await stream.next(ctx, isFirst)
      for (const update of updates) {
        // Each answer ends it before it is sent: a client that reads slowly must not hold a connection.
        await openReading(ctx)
        yield update
      }
      await endReading(ctx)
      // A full page: more of what was missed may wait behind it.
      if (updates.length < pageOfEvents) await bell.heard(stream.looksEveryMs?.() ?? recheckMs)
    }
  } finally {
    await endReading(ctx)
    for (const stop of stops) await stop()
  }
}

/**
 * Snapshot first, then whatever a hint makes readable. Before every look the credential is checked again, and what is
 * sent is read as the subscriber, so a revoked or demoted one gets nothing more. No connection is held while waiting,
 * and a subscriber that goes ends the wait at once: a generator alone would hear of it at the next hint.
 */
function streamOf<T>(ctx: ApiCtx, stream: Stream<T>): AsyncGenerator<T> {
  const listening: Listening = { bell: new Bell(), ended: false }
  const updates = updatesOf(ctx, stream, listening)
  const end = updates.return.bind(updates)
  updates.return = (value) => {
    listening.ended = true
    listening.bell.ring()
    return end(value)
  }
  return updates
}

interface Cursor {
  orderId: string
  after?: string | null | undefined
}

/** Reads on from look to look: what is new since the one before; at the first one also behind which event it starts. */
function newerOf({ orderId, after }: Cursor, types: Heard['types']) {
  let position = '0'
  return async (
    reader: ApiCtx,
    isFirst: boolean,
  ): Promise<{ start: EventRow | null; events: EventRow[] }> => {
    const start = isFirst ? await startPosition(reader, orderId, after) : null
    position = start?.feed_position ?? position
    const events = await eventsAfter(reader, { orderId, types }, position)
    position = events.at(-1)?.feed_position ?? position
    return { start, events }
  }
}

/** The order and each of its events, its approval's included; resumes behind `after`. */
export function orderUpdates(ctx: ApiCtx, cursor: Cursor): AsyncGenerator<OrderStatusUpdate> {
  const newer = newerOf(cursor, '%')
  return streamOf(ctx, {
    channels: () => [orderChannel(cursor.orderId)],
    async next(reader, isFirst) {
      const { start, events } = await newer(reader, isFirst)
      const order = await visibleOrder(reader, cursor.orderId)
      const updates = events.map((event) => OrderStatusUpdate.of(order, event))
      const opens = isFirst && (!cursor.after || !start)
      return opens ? [OrderStatusUpdate.snapshot(order, start), ...updates] : updates
    },
  })
}

/** The approval of an order as it is asked, decided and ended; resumes behind `after`. */
export function approvalUpdates(ctx: ApiCtx, cursor: Cursor): AsyncGenerator<ApprovalStatusUpdate> {
  const { orderId, after } = cursor
  const newer = newerOf(cursor, 'approval.%')
  return streamOf(ctx, {
    channels: () => [orderChannel(orderId)],
    async next(reader, isFirst) {
      const { start, events } = await newer(reader, isFirst)
      if (!isFirst && events.length === 0) return []
      const order = await visibleOrder(reader, orderId)
      allow(reader, 'APPROVAL_READ')
      const [approval = null] = await reader.em.find(
        ApprovalRequest,
        { orderId },
        { orderBy: { orderRevision: 'desc' }, limit: 1 },
      )
      const updates = events.map((event) => ApprovalStatusUpdate.of(order, approval, event))
      const opens = isFirst && (!after || !start)
      return opens ? [ApprovalStatusUpdate.snapshot(order, approval, start), ...updates] : updates
    },
  })
}

/** What waits for the caller's decision, whenever that changes. */
export function approvalInboxUpdates(ctx: ApiCtx): AsyncGenerator<ApprovalInboxUpdate> {
  let known = ''
  return streamOf(ctx, {
    channels: (listener) => listener.actor.readableSellers.map(approvalInboxChannel),
    async next(reader, isFirst) {
      allow(reader, 'APPROVAL_READ')
      const rows = await reader.em.execute<Array<{ request_id: string }>>(
        `SELECT s.request_id FROM approval_step s WHERE s.seller_id = ANY (ARRAY[?]::text[]) AND s.status = 'ACTIVE'
           AND s.approver_ids @> ARRAY[?] ORDER BY s.request_id`,
        [reader.actor.readableSellers, reader.actor.id],
      )
      const ids = rows.map((row) => row.request_id)
      if (!isFirst && ids.join() === known) return []
      known = ids.join()
      const waiting = await reader.em.find(
        ApprovalRequest,
        { id: { $in: ids } },
        { orderBy: { requestedAt: 'asc' } },
      )
      return [ApprovalInboxUpdate.of(waiting, reader.clock.now())]
    },
  })
}

/** An activity as it is now, and whenever it has got on: about once a second while it is open. */
export function activityUpdates(ctx: ApiCtx, activityId: string): AsyncGenerator<Activity> {
  let seen = ''
  let isRunning = true
  return streamOf(ctx, {
    channels: () => [activityChannel(activityId)],
    looksEveryMs: () => (isRunning ? progressMs : recheckMs),
    async next(reader) {
      allow(reader, 'ACTIVITY_READ')
      const activity = await reader.em.findOne(Activity, { id: activityId })
      if (!activity) throw notFound('activity', ['activityId'])
      const { version, done, errorCount, total } = activity
      const now = [version, done, errorCount, total].join()
      isRunning = isOpen(activity.status)
      if (now === seen) return []
      seen = now
      return [activity]
    },
  })
}
