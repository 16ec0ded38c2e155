import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { record } from '../events/record.ts'
import { notFound } from '../platform/errors.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { endpointSnapshot } from './endpoint-snapshot.ts'
import { findWebhookEndpointForUpdate } from './find-webhook-endpoint-for-update.ts'
import { messageFor } from './message-for.ts'
import { WebhookMessage } from './webhook-message.entity.ts'
import { ping } from './webhooks.events.ts'
import type { WebhookEndpointTestInput } from './webhooks.inputs.ts'

async function sendPing(ctx: Ctx, endpointId: string): Promise<WebhookMessage> {
  const endpoint = await findWebhookEndpointForUpdate(ctx, endpointId)
  const { id, sellerId, version } = endpoint
  const event = record(ctx, ping, {
    subject: { id, sellerId, organizationId: null, version },
    data: { webhookEndpoint: endpointSnapshot(endpoint) },
  })
  // Made here and not in the worker, so that the caller can follow it; the event's fan-out sends it.
  const message = messageFor(ctx, { endpoint, event, status: 'PENDING' })
  ctx.em.persist(message)
  return message
}

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
      work: () => sendPing(ctx, input.endpointId),
      async replay(id) {
        const message = await ctx.em.findOne(WebhookMessage, { id })
        if (!message) throw notFound('webhook message')
        return message
      },
    },
  )
}
