import type { Ctx } from '../access/ctx.ts'
import type { OutboxEvent } from '../events/outbox-event.entity.ts'
import type { EventAnswer } from './event-query-port.ts'
import { renderMessage } from './render-message.rules.ts'
import type { WebhookTrigger } from './webhook-attempt.entity.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { WebhookMessage } from './webhook-message.entity.ts'

/** A new message, not yet stored: one event for one endpoint, rendered as that wants it. A PENDING one is due at once. */
export function messageFor(
  ctx: Ctx,
  of: {
    endpoint: WebhookEndpoint
    event: OutboxEvent
    status: 'PENDING' | 'SKIPPED'
    /** Of the event in the feed; absent: it goes before all others. */
    position?: bigint
    trigger?: WebhookTrigger
    /** Of a QUERY endpoint: what its query was answered. */
    answer?: EventAnswer | undefined
    /** The span that makes it; absent: that of the caller. */
    traceparent?: string | undefined
  },
): WebhookMessage {
  const now = ctx.clock.now()
  return Object.assign(new WebhookMessage(), {
    id: ctx.ids.next('whm'),
    sellerId: of.event.sellerId,
    endpointId: of.endpoint.id,
    eventId: of.event.id,
    eventType: of.event.type,
    status: of.status,
    position: of.position ?? 0n,
    subjectId: of.event.subjectId,
    subjectVersion: of.event.subjectVersion,
    trigger: of.trigger ?? 'AUTO',
    ...renderMessage(of.event, of.endpoint, of.answer),
    traceparent: of.traceparent ?? ctx.traceparent ?? null,
    nextAttemptAt: of.status === 'PENDING' ? now : null,
    createdAt: now,
    updatedAt: now,
  })
}
