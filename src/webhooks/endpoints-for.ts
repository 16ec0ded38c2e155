import type { Ctx } from '../access/ctx.ts'
import type { OutboxEvent } from '../events/outbox-event.entity.ts'
import { hearersOf } from './hearers-of.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** The endpoints of an event's reseller that subscribe to it and let it pass. */
export async function endpointsFor(ctx: Ctx, event: OutboxEvent): Promise<WebhookEndpoint[]> {
  return hearersOf(await ctx.em.find(WebhookEndpoint, { sellerId: event.sellerId, deletedAt: null }), event)
}
