import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import type { WebhookEndpointSnapshot } from './webhooks.events.ts'

/** An endpoint as events tell it: without its secrets. */
export function endpointSnapshot(endpoint: WebhookEndpoint): WebhookEndpointSnapshot {
  const { id, url, description, eventTypes, status, disabledReason, source, version } = endpoint
  const { format, payload, filter, headerNames, timeoutSeconds } = endpoint
  const { signatureScheme, authentication, apiVersion, query, queryProblem } = endpoint
  const expiresAt = endpoint.expiresAt?.toISOString() ?? null
  const delivery = { format, payload, filter, headerNames, timeoutSeconds }
  const rest = { signatureScheme, authentication, expiresAt, apiVersion, query, queryProblem, version }
  return { id, url, description, eventTypes, status, disabledReason, source, ...delivery, ...rest }
}
