import type { Ctx } from '../access/ctx.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { changeEndpoint } from './change-endpoint.ts'
import { newSecret, withNewSecret } from './endpoint-secrets.ts'
import { findWebhookEndpointForUpdate } from './find-webhook-endpoint-for-update.ts'
import { recordEndpointEvent } from './record-endpoint-event.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointSecretRotated } from './webhooks.events.ts'

/** Gives an endpoint a new secret, shown once. The one before signs beside it for 24 hours. */
export async function rotateWebhookSecret(
  ctx: Ctx,
  input: { endpointId: string },
): Promise<{ webhookEndpoint: WebhookEndpoint; secret: string }> {
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  const endpoint = await findWebhookEndpointForUpdate(ctx, input.endpointId)
  const { shown, stored } = newSecret(ctx, endpoint.id)
  const secrets = withNewSecret(ctx, endpoint.secrets, stored)
  changeEndpoint(ctx, endpoint, { secrets })
  return { webhookEndpoint: recordEndpointEvent(ctx, webhookEndpointSecretRotated, endpoint), secret: shown }
}
