import type { Ctx } from '../access/ctx.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { endpointsFor } from './endpoints-for.ts'
import type { EventAnswer } from './event-query-port.ts'
import { messageFor } from './message-for.ts'
import { isOffered } from './offered-events.ts'
import { receives } from './receives.rules.ts'
import { WebhookMessage } from './webhook-message.entity.ts'

/**
 * Makes one message per endpoint of the event's reseller that subscribes to it and lets it pass, rendered once; disabled endpoints get
 * a SKIPPED one. From the same commit on the reconciler knows that this is done. Answers the messages of the event that
 * wait for their first attempt. A repeat adds nothing. `answers`: what the stored queries of endpoints were answered.
 */
export async function fanOutEvent(
  ctx: Ctx,
  eventId: string,
  answers: ReadonlyMap<string, EventAnswer> = new Map(),
): Promise<WebhookMessage[]> {
  const event = await ctx.em.findOne(OutboxEvent, { id: eventId })
  if (!event || !isOffered(event.type)) return []
  const endpoints = await endpointsFor(ctx, event)
  if (endpoints.length > 0) {
    const messages = endpoints.map((endpoint) =>
      messageFor(ctx, {
        endpoint,
        event,
        answer: answers.get(endpoint.id),
        status: receives(endpoint, ctx.clock.now()) ? 'PENDING' : 'SKIPPED',
      }),
    )
    await ctx.em.upsertMany(WebhookMessage, messages, {
      onConflictFields: ['sellerId', 'endpointId', 'eventId'],
      onConflictAction: 'ignore',
    })
  }
  await ctx.em.execute('SELECT gate.event_fanned_out(?, ?)', [event.sellerId, event.id])
  return ctx.em.find(
    WebhookMessage,
    { sellerId: event.sellerId, eventId, status: 'PENDING', attemptCount: 0 },
    { disableIdentityMap: true },
  )
}
