import type { Ctx } from '../access/ctx.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { disableEndpoint } from './disable-endpoint.ts'
import { findWebhookEndpointForUpdate } from './find-webhook-endpoint-for-update.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** Stops sending to an endpoint until it is enabled again. Records webhook_endpoint.disabled. */
export async function disableWebhookEndpoint(
  ctx: Ctx,
  input: { endpointId: string },
): Promise<WebhookEndpoint> {
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  const endpoint = await findWebhookEndpointForUpdate(ctx, input.endpointId)
  disableEndpoint(ctx, endpoint, 'MANUAL')
  return endpoint
}
