import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { WebhookMessage } from './webhook-message.entity.ts'
import { webhookMessageReplayed } from './webhooks.events.ts'

/**
 * Makes a locked message due now, and records the event that starts its delivery. An attempt that is under way goes on;
 * what comes of it counts only if it succeeds.
 */
export function sendAgain(
  ctx: Ctx,
  message: WebhookMessage,
  trigger: 'MANUAL' | 'REPLAY' = 'MANUAL',
): WebhookMessage {
  const now = ctx.clock.now()
  const unleased = { leaseId: null, leaseUntil: null }
  Object.assign(message, {
    status: 'PENDING',
    trigger,
    ...unleased,
    // It is sent because somebody asks for it now, not because of what happened then.
    traceparent: ctx.traceparent ?? message.traceparent,
    nextAttemptAt: now,
    updatedAt: now,
  })
  const { id, endpointId, sellerId, eventId, eventType, attemptCount } = message
  record(ctx, webhookMessageReplayed, {
    subject: { id, sellerId, organizationId: null, version: attemptCount + 1 },
    data: { webhookMessage: { id, endpointId, eventId, eventType } },
  })
  return message
}
