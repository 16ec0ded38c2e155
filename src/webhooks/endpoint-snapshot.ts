import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import type { WebhookEndpointSnapshot } from './webhooks.events.ts'

/** An endpoint as events tell it: without its secrets. */
export function endpointSnapshot(endpoint: WebhookEndpoint): WebhookEndpointSnapshot {
  const { id, url, description, eventTypes, status, disabledReason, source, version } = endpoint
  const { format, payload, filter, headerNames, timeoutSeconds } = endpoint
  const delivery = { format, payload, filter, headerNames, timeoutSeconds }
  return { id, url, description, eventTypes, status, disabledReason, source, ...delivery, version }
}
