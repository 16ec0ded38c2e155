import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { changeEndpoint } from './change-endpoint.ts'
import { findWebhookEndpointForUpdate } from './find-webhook-endpoint-for-update.ts'
import { recordEndpointEvent } from './record-endpoint-event.ts'
import { receives } from './receives.rules.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointEnabled } from './webhooks.events.ts'

/** Sends events to a disabled endpoint again, from now on; replay what it missed. An active one stays as it is. Refuses WEBHOOK_ENDPOINT_EXPIRED. */
export async function enableWebhookEndpoint(
  ctx: Ctx,
  input: { endpointId: string },
): Promise<WebhookEndpoint> {
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  const endpoint = await findWebhookEndpointForUpdate(ctx, input.endpointId)
  if (endpoint.status === 'ACTIVE') return endpoint
  if (!receives({ status: 'ACTIVE', expiresAt: endpoint.expiresAt }, ctx.clock.now()))
    throw refuse('WEBHOOK_ENDPOINT_EXPIRED', 'Give it a later `expiresAt`, or none, then enable it.', [
      'endpointId',
    ])
  changeEndpoint(ctx, endpoint, { status: 'ACTIVE', disabledReason: null })
  return recordEndpointEvent(ctx, webhookEndpointEnabled, endpoint)
}
