import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { endpointSnapshot } from './endpoint-snapshot.ts'
import { messageFor } from './message-for.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import type { WebhookMessage } from './webhook-message.entity.ts'
import { ping } from './webhooks.events.ts'

/** Makes a `ping` to a locked endpoint, which goes before all that waits there; its event starts the delivery. */
export function sendPing(ctx: Ctx, endpoint: WebhookEndpoint, trigger: 'TEST' | 'PROBE'): WebhookMessage {
  const { id, sellerId, version } = endpoint
  const event = record(ctx, ping, {
    subject: { id, sellerId, organizationId: null, version },
    data: { webhookEndpoint: endpointSnapshot(endpoint) },
  })
  // Made here and not in the worker, so that the caller can follow it.
  const message = messageFor(ctx, { endpoint, event, status: 'PENDING', trigger })
  ctx.em.persist(message)
  return message
}
