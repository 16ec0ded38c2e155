import type { Ctx } from '../access/ctx.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { notFound } from '../platform/errors.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { currentApiVersion } from './api-version.rules.ts'
import { isOffered } from './offered-events.ts'
import { envelopeOf, renderMessage } from './render-message.rules.ts'
import { passes } from './webhook-filter.rules.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import type { WebhookPayloadPreview } from './webhook-event-type.view.ts'

const anyEndpoint = {
  format: 'STANDARD',
  payload: 'FULL',
  apiVersion: currentApiVersion,
  filter: null,
  query: null,
} as const

type Wishes = typeof anyEndpoint | WebhookEndpoint

async function wishesOf(ctx: Ctx, endpointId: string | null | undefined): Promise<Wishes> {
  if (!endpointId) return anyEndpoint
  const endpoint = await ctx.em.findOne(WebhookEndpoint, { id: endpointId, deletedAt: null })
  if (!endpoint) throw notFound('webhook endpoint', ['endpointId'])
  return endpoint
}

/** Its query is asked for whoever looks: nobody sees by it what they may not read themselves. */
function answerTo(ctx: Ctx, { payload, query }: Wishes, { id: eventId, subjectId }: OutboxEvent) {
  return payload === 'QUERY' && query ? ctx.answerQuery?.(ctx, query, { eventId, subjectId }) : undefined
}

/**
 * What an endpoint would receive for an event, in its own format, or in the default one; what its query asks is answered
 * with what the caller may read. Null when the event is out of sight or not offered to endpoints. Refuses NOT_FOUND for the endpoint.
 */
export async function previewWebhookPayload(
  ctx: Ctx,
  { eventId, endpointId }: { eventId: string; endpointId?: string | null | undefined },
): Promise<WebhookPayloadPreview | null> {
  allowWebhooks(ctx, 'WEBHOOK_READ')
  const wishes = await wishesOf(ctx, endpointId)
  const event = await ctx.em.findOne(OutboxEvent, { id: eventId })
  if (!event || !isOffered(event.type)) return null
  const { body, headers } = renderMessage(event, wishes, await answerTo(ctx, wishes, event))
  const passesFilter = wishes.filter === null || passes(wishes.filter, envelopeOf(event))
  return { eventId: event.id, eventType: event.type, body, headers, passesFilter }
}
