import type { Ctx } from '../access/ctx.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { beginFanOutSpan } from './begin-fan-out-span.ts'
import { hearersOf } from './hearers-of.ts'
import { messageFor } from './message-for.ts'
import { receives } from './receives.rules.ts'
import { storeMessages } from './store-messages.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import type { WebhookMessage } from './webhook-message.entity.ts'

/** What one batch came to. */
export interface FanOut {
  /** For which messages wait. */
  endpointIds: string[]
  /** Events that need a run of their own: a stored query is to be answered first, or a message cannot be made. */
  alone: string[]
  /** More may wait behind it. */
  isFull: boolean
}

const mostEvents = 100
/** No event is begun beyond so many messages: a transaction must end. */
const mostMessages = 1000

/** Published events whose messages are not made, in their order; those that have a run of their own are left to it. */
async function waitingEvents(ctx: Ctx): Promise<OutboxEvent[]> {
  const rows = await ctx.em.execute<object[]>(
    `SELECT e.* FROM outbox_event e WHERE e.seller_id = ? AND e.fan_out_due
       AND NOT EXISTS (SELECT FROM job_run r WHERE r.seller_id = e.seller_id AND r.queue = 'webhook-fan-out'
         AND r.status <> 'DONE' AND r.data ->> 'eventId' = e.id)
     ORDER BY e.feed_position LIMIT ?`,
    [ctx.actor.sellerId, mostEvents],
  )
  return rows.map((row) => ctx.em.map(OutboxEvent, row))
}

function messagesOf(ctx: Ctx, event: OutboxEvent, hearers: readonly WebhookEndpoint[]): WebhookMessage[] {
  const now = ctx.clock.now()
  const position = event.feedPosition ?? 0n
  const span = beginFanOutSpan(ctx, event)
  try {
    return hearers.map((endpoint) =>
      messageFor(ctx, {
        endpoint,
        event,
        position,
        status: receives(endpoint, now) ? 'PENDING' : 'SKIPPED',
        traceparent: span?.traceparent,
      }),
    )
  } finally {
    span?.end()
  }
}

/** The messages of an event; null: it needs a run of its own, which counts its failures and ends in sight. */
function tryMessages(
  ctx: Ctx,
  event: OutboxEvent,
  endpoints: readonly WebhookEndpoint[],
): WebhookMessage[] | null {
  try {
    const hearers = hearersOf(endpoints, event)
    return hearers.some(({ payload }) => payload === 'QUERY') ? null : messagesOf(ctx, event, hearers)
  } catch (error) {
    ctx.log.warn({ err: error, event: event.id }, 'webhook messages of an event could not be made')
    return null
  }
}

/**
 * Makes the messages of a seller's waiting events, in the order of the feed, as `fanOutEvent` does for one of them: a
 * batch costs PostgreSQL what an event does. From the same commit on the reconciler knows that this is done.
 */
export async function fanOutWaiting(ctx: Ctx): Promise<FanOut> {
  const { sellerId } = ctx.actor
  const events = await waitingEvents(ctx)
  if (events.length === 0) return { endpointIds: [], alone: [], isFull: false }
  const endpoints = await ctx.em.find(WebhookEndpoint, { sellerId, deletedAt: null })
  const messages: WebhookMessage[] = []
  const done: string[] = []
  const alone: string[] = []
  for (const event of events) {
    if (messages.length >= mostMessages) break
    const made = tryMessages(ctx, event, endpoints)
    if (made) messages.push(...made)
    ;(made ? done : alone).push(event.id)
  }
  await storeMessages(ctx, messages)
  await ctx.em.execute("SELECT gate.events_fanned_out(?, string_to_array(?, ','))", [sellerId, done.join()])
  const waiting = messages.filter(({ status }) => status === 'PENDING')
  const isFull =
    done.length > 0 && (events.length === mostEvents || done.length + alone.length < events.length)
  return { endpointIds: [...new Set(waiting.map(({ endpointId }) => endpointId))], alone, isFull }
}
