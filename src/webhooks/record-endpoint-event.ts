import type { Ctx } from '../access/ctx.ts'
import type { EventDefinition } from '../events/event.ts'
import { record } from '../events/record.ts'
import { endpointSnapshot } from './endpoint-snapshot.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import type { WebhookEndpointSnapshot } from './webhooks.events.ts'

/** Records an event about an endpoint as it stands now; answers with the endpoint. */
export function recordEndpointEvent(
  ctx: Ctx,
  definition: EventDefinition<{ webhookEndpoint: WebhookEndpointSnapshot }>,
  endpoint: WebhookEndpoint,
): WebhookEndpoint {
  const { id, sellerId, version } = endpoint
  record(ctx, definition, {
    subject: { id, sellerId, organizationId: null, version },
    data: { webhookEndpoint: endpointSnapshot(endpoint) },
  })
  return endpoint
}
