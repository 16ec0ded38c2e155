import type { Ctx } from '../access/ctx.ts'
import { matchesEventType } from '../events/event-types.rules.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { messageFor } from './message-for.ts'
import { isOffered } from './offered-events.ts'
import { envelopeOf } from './render-message.rules.ts'
import { passes } from './webhook-filter.rules.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { WebhookMessage } from './webhook-message.entity.ts'
import { ping } from './webhooks.events.ts'

async function endpointsFor(ctx: Ctx, event: OutboxEvent): Promise<WebhookEndpoint[]> {
  // A ping has made its one message already.
  if (event.type === ping.type) return []
  const endpoints = await ctx.em.find(WebhookEndpoint, { sellerId: event.sellerId, deletedAt: null })
  const envelope = envelopeOf(event)
  return endpoints.filter(
    ({ eventTypes, filter }) =>
      eventTypes.some((pattern) => matchesEventType(pattern, event.type)) &&
      (filter === null || passes(filter, envelope)),
  )
}

/**
 * Makes one message per endpoint of the event's reseller that subscribes to it and lets it pass, rendered once; disabled endpoints get
 * a SKIPPED one. From the same commit on the reconciler knows that this is done. Answers the messages of the event that
 * wait for their first attempt. A repeat adds nothing.
 */
export async function fanOutEvent(ctx: Ctx, eventId: string): Promise<WebhookMessage[]> {
  const event = await ctx.em.findOne(OutboxEvent, { id: eventId })
  if (!event || !isOffered(event.type)) return []
  const endpoints = await endpointsFor(ctx, event)
  if (endpoints.length > 0) {
    const messages = endpoints.map((endpoint) =>
      messageFor(ctx, {
        endpoint,
        event,
        status: endpoint.status === 'ACTIVE' ? 'PENDING' : 'SKIPPED',
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
