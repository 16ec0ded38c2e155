import type { Ctx } from '../access/ctx.ts'
import { changeEndpoint } from './change-endpoint.ts'
import { recordEndpointEvent } from './record-endpoint-event.ts'
import type { WebhookDisabledReason, WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointDisabled } from './webhooks.events.ts'

/** Disables a locked endpoint and tells it, once: one that is disabled already stays as it is. */
export function disableEndpoint(ctx: Ctx, endpoint: WebhookEndpoint, reason: WebhookDisabledReason): void {
  if (endpoint.status === 'DISABLED') return
  changeEndpoint(ctx, endpoint, { status: 'DISABLED', disabledReason: reason })
  recordEndpointEvent(ctx, webhookEndpointDisabled, endpoint)
}
