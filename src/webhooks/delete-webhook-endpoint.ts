import type { Ctx } from '../access/ctx.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { changeEndpoint } from './change-endpoint.ts'
import { findWebhookEndpointForUpdate } from './find-webhook-endpoint-for-update.ts'
import { recordEndpointEvent } from './record-endpoint-event.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointDeleted } from './webhooks.events.ts'

/** Deletes an endpoint for good, its secrets included. What was sent stays readable; what waits is skipped. */
export async function deleteWebhookEndpoint(
  ctx: Ctx,
  input: { endpointId: string },
): Promise<WebhookEndpoint> {
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  const endpoint = await findWebhookEndpointForUpdate(ctx, input.endpointId)
  changeEndpoint(ctx, endpoint, {
    deletedAt: ctx.clock.now(),
    status: 'DISABLED',
    disabledReason: 'MANUAL',
    secrets: [],
  })
  return recordEndpointEvent(ctx, webhookEndpointDeleted, endpoint)
}
