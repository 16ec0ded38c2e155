import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { changeEndpoint } from './change-endpoint.ts'
import { endpointSnapshot } from './endpoint-snapshot.ts'
import type { WebhookDisabledReason, WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointDisabled } from './webhooks.events.ts'

/** Disables a locked endpoint and tells it, once: one that is disabled already stays as it is. */
export function disableEndpoint(ctx: Ctx, endpoint: WebhookEndpoint, reason: WebhookDisabledReason): void {
  if (endpoint.status === 'DISABLED') return
  changeEndpoint(ctx, endpoint, { status: 'DISABLED', disabledReason: reason })
  const { id, sellerId, version } = endpoint
  record(ctx, webhookEndpointDisabled, {
    subject: { id, sellerId, organizationId: null, version },
    data: { webhookEndpoint: endpointSnapshot(endpoint) },
  })
}
