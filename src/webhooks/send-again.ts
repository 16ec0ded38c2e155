import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { WebhookMessage } from './webhook-message.entity.ts'
import { webhookMessageReplayed } from './webhooks.events.ts'

/** Makes a locked message due now, and records the event that starts its delivery. */
export function sendAgain(ctx: Ctx, message: WebhookMessage): WebhookMessage {
  const now = ctx.clock.now()
  Object.assign(message, { status: 'PENDING', nextAttemptAt: now, updatedAt: now })
  const { id, sellerId, eventId, eventType, attemptCount } = message
  record(ctx, webhookMessageReplayed, {
    subject: { id, sellerId, organizationId: null, version: attemptCount + 1 },
    data: { webhookMessage: { id, eventId, eventType } },
  })
  return message
}
