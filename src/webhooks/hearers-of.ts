import { matchesEventType } from '../events/event-types.rules.ts'
import type { OutboxEvent } from '../events/outbox-event.entity.ts'
import { envelopeOf } from './render-message.rules.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { passes } from './webhook-filter.rules.ts'
import { ping } from './webhooks.events.ts'

/** Those of a reseller's endpoints that subscribe to an event of its and let it pass. */
export function hearersOf<E extends Pick<WebhookEndpoint, 'eventTypes' | 'filter'>>(
  endpoints: readonly E[],
  event: OutboxEvent,
): E[] {
  // A ping has made its one message already.
  if (event.type === ping.type) return []
  const envelope = envelopeOf(event)
  return endpoints.filter(
    ({ eventTypes, filter }) =>
      eventTypes.some((pattern) => matchesEventType(pattern, event.type)) &&
      (filter === null || passes(filter, envelope)),
  )
}
