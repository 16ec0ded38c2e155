import type { Ctx } from '../access/ctx.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { refuse } from '../platform/errors.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { onTrial } from './breaker.rules.ts'
import { changeEndpoint } from './change-endpoint.ts'
import { findWebhookEndpointForUpdate } from './find-webhook-endpoint-for-update.ts'
import { recordEndpointEvent } from './record-endpoint-event.ts'
import { receives } from './receives.rules.ts'
import { sendPing } from './send-ping.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointEnabled } from './webhooks.events.ts'

/** Between one enabling and the next of an endpoint that failed in between. */
const cooldownMs = 300_000

/** Whoever enables in a loop what fails each time has not looked at the receiver. */
async function refuseHaste(ctx: Ctx, { sellerId, id }: WebhookEndpoint): Promise<void> {
  const since = new Date(ctx.clock.now().getTime() - cooldownMs)
  const enabled = await ctx.em.findOne(
    OutboxEvent,
    { sellerId, subjectId: id, type: webhookEndpointEnabled.type, occurredAt: { $gt: since } },
    { orderBy: { occurredAt: 'desc' } },
  )
  if (!enabled) return
  const again = new Date(enabled.occurredAt.getTime() + cooldownMs).toISOString()
  throw refuse(
    'WEBHOOK_ENABLE_TOO_SOON',
    `It was enabled a moment ago and failed again: look at its attempts, and enable it after ${again}.`,
    ['endpointId'],
  )
}

/**
 * Sends events to a disabled endpoint again, from now on; replay what it missed. Where it was not a person or its time that
 * disabled it, a `ping` goes first, and one attempt at a time until one succeeds; such a one is enabled once in five
 * minutes. An active one stays as it is. Refuses WEBHOOK_ENDPOINT_EXPIRED and WEBHOOK_ENABLE_TOO_SOON.
 */
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
  const isTrusted = endpoint.disabledReason === 'MANUAL' || endpoint.disabledReason === 'EXPIRED'
  if (!isTrusted) await refuseHaste(ctx, endpoint)
  changeEndpoint(ctx, endpoint, {
    status: 'ACTIVE',
    disabledReason: null,
    pausedUntil: null,
    breaker: isTrusted ? null : onTrial,
    failingSince: null,
    notices: 0,
    nextNoticeAt: null,
  })
  if (!isTrusted) sendPing(ctx, endpoint, 'PROBE')
  return recordEndpointEvent(ctx, webhookEndpointEnabled, endpoint)
}
