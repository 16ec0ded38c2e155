import type { OutboxEvent } from '../events/outbox-event.entity.ts'

/** Version of the envelope; inside a version only additions. */
const apiVersion = '2026-11-01'

/** What a receiver gets for an event, as the exact text that is stored, sent and signed. */
export function renderEnvelope(event: OutboxEvent): string {
  return JSON.stringify({
    id: event.id,
    type: event.type,
    timestamp: event.occurredAt.toISOString(),
    apiVersion,
    organization: { id: event.organizationId, sellerId: event.sellerId },
    subject: { type: event.subjectType, id: event.subjectId, version: event.subjectVersion },
    data: event.data,
  })
}
