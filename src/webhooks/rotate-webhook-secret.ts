import type { Ctx } from '../access/ctx.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { changeEndpoint } from './change-endpoint.ts'
import { newSecrets, withNewSecrets } from './endpoint-secrets.ts'
import { findWebhookEndpointForUpdate } from './find-webhook-endpoint-for-update.ts'
import { recordEndpointEvent } from './record-endpoint-event.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointSecretRotated } from './webhooks.events.ts'
import type { WebhookEndpointRotateSecretInput } from './webhooks.inputs.ts'

/**
 * Gives an endpoint new secrets, a shared one shown once, of the scheme that is asked for or of its own. Those before
 * sign beside them for 24 hours, whatever their scheme, so that receivers can change at their own time.
 */
export async function rotateWebhookSecret(
  ctx: Ctx,
  input: WebhookEndpointRotateSecretInput,
): Promise<{ webhookEndpoint: WebhookEndpoint; secret: string | null }> {
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  const endpoint = await findWebhookEndpointForUpdate(ctx, input.endpointId)
  const signatureScheme = input.signatureScheme ?? endpoint.signatureScheme
  const { shown, stored } = newSecrets(ctx, endpoint.id, signatureScheme)
  const secrets = withNewSecrets(ctx, endpoint.secrets, stored)
  changeEndpoint(ctx, endpoint, { secrets, signatureScheme })
  return { webhookEndpoint: recordEndpointEvent(ctx, webhookEndpointSecretRotated, endpoint), secret: shown }
}
