import type { Ctx } from '../access/ctx.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { isOffered } from './offered-events.ts'
import { renderEnvelope } from './render-envelope.ts'
import type { WebhookPayloadPreview } from './webhook-event-type.view.ts'

/** What an endpoint would receive for an event; null when the event is out of sight or not offered to endpoints. */
export async function previewWebhookPayload(
  ctx: Ctx,
  eventId: string,
): Promise<WebhookPayloadPreview | null> {
  allowWebhooks(ctx, 'WEBHOOK_READ')
  const event = await ctx.em.findOne(OutboxEvent, { id: eventId })
  if (!event || !isOffered(event.type)) return null
  return { eventId: event.id, eventType: event.type, body: renderEnvelope(event) }
}
