import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound } from '../platform/errors.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { findWebhookEndpointForUpdate } from './find-webhook-endpoint-for-update.ts'
import { sendPing } from './send-ping.ts'
import { WebhookMessage } from './webhook-message.entity.ts'
import type { WebhookEndpointTestInput } from './webhooks.inputs.ts'

/** Sends a signed `ping` to one endpoint, whatever it subscribes to and even while it is disabled. */
export async function testWebhookEndpoint(
  ctx: Ctx,
  input: WebhookEndpointTestInput,
): Promise<WebhookMessage> {
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  return idempotent(
    ctx,
    { operation: 'webhookEndpointTest', input },
    {
      work: async () => sendPing(ctx, await findWebhookEndpointForUpdate(ctx, input.endpointId), 'TEST'),
      async replay(id) {
        const message = await ctx.em.findOne(WebhookMessage, { id })
        if (!message) throw notFound('webhook message')
        return message
      },
    },
  )
}
