import type { Ctx } from '../access/ctx.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { envelopeOf } from './render-message.rules.ts'
import { passes } from './webhook-filter.rules.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** Those of the events that the endpoint's filter lets pass, oldest first. */
export async function missedEvents(
  ctx: Ctx,
  ids: string[],
  { filter }: WebhookEndpoint,
): Promise<OutboxEvent[]> {
  const events = await ctx.em.find(
    OutboxEvent,
    { id: { $in: ids } },
    { orderBy: { occurredAt: 'asc', id: 'asc' } },
  )
  return events.filter((event) => filter === null || passes(filter, envelopeOf(event)))
}
