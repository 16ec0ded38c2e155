import type { Ctx } from '../access/ctx.ts'
import { matchesEventType } from '../events/event-types.rules.ts'
import type { OutboxEvent } from '../events/outbox-event.entity.ts'
import { envelopeOf } from './render-message.rules.ts'
import { passes } from './webhook-filter.rules.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { ping } from './webhooks.events.ts'

/** The endpoints of an event's reseller that subscribe to it and let it pass. */
export async function endpointsFor(ctx: Ctx, event: OutboxEvent): Promise<WebhookEndpoint[]> {
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
