import type { Ctx } from '../access/ctx.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { beginFanOutSpan } from './begin-fan-out-span.ts'
import { endpointsFor } from './endpoints-for.ts'
import type { EventAnswer } from './event-query-port.ts'
import { messageFor } from './message-for.ts'
import { isOffered } from './offered-events.ts'
import { receives } from './receives.rules.ts'
import { storeMessages } from './store-messages.ts'
import { WebhookMessage } from './webhook-message.entity.ts'

/** The relay has not committed yet, or must publish the event once more: its place in the feed is not known. */
class NotPublishedYet extends Error {
  override name = 'NotPublishedYet'
  /** No fault of the work: it is run again in a moment. */
  readonly code = 'BUSY'
}

/** The event's place in the feed, once the relay has committed. */
async function publishedPosition(ctx: Ctx, { sellerId, id }: OutboxEvent): Promise<bigint> {
  const sql = 'SELECT gate.event_fanned_out(?, ?) AS position'
  const [row] = await ctx.em.execute<Array<{ position: string | null }>>(sql, [sellerId, id])
  if (!row?.position) throw new NotPublishedYet(`${id} has no place in the feed yet.`)
  return BigInt(row.position)
}

/**
 * Makes one message per endpoint of the event's reseller that subscribes to it and lets it pass, rendered once; disabled endpoints get
 * a SKIPPED one. From the same commit on the reconciler knows that this is done. Answers the endpoints for which the
 * event waits for its first attempt. A repeat adds nothing. `answers`: what the stored queries of endpoints were answered.
 */
export async function fanOutEvent(
  ctx: Ctx,
  eventId: string,
  answers: ReadonlyMap<string, EventAnswer> = new Map(),
): Promise<string[]> {
  const event = await ctx.em.findOne(OutboxEvent, { id: eventId })
  if (!event || !isOffered(event.type)) return []
  const position = await publishedPosition(ctx, event)
  const endpoints = await endpointsFor(ctx, event)
  const span = beginFanOutSpan(ctx, event)
  try {
    const messages = endpoints.map((endpoint) =>
      messageFor(ctx, {
        endpoint,
        event,
        position,
        answer: answers.get(endpoint.id),
        status: receives(endpoint, ctx.clock.now()) ? 'PENDING' : 'SKIPPED',
        traceparent: span?.traceparent,
      }),
    )
    await storeMessages(ctx, messages)
  } finally {
    span?.end()
  }
  const waiting = await ctx.em.find(
    WebhookMessage,
    { sellerId: event.sellerId, eventId, status: 'PENDING', attemptCount: 0 },
    { disableIdentityMap: true, fields: ['endpointId'] },
  )
  return waiting.map(({ endpointId }) => endpointId)
}
