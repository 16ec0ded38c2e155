import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import type { WebhookEndpointSnapshot } from './webhooks.events.ts'

/** An endpoint as events tell it: without its secrets. */
export function endpointSnapshot(endpoint: WebhookEndpoint): WebhookEndpointSnapshot {
  const { id, url, description, eventTypes, status, disabledReason, source, createdBy, version } = endpoint
  const { format, payload, filter, headerNames, timeoutSeconds } = endpoint
  const { ordering, maxConcurrency, maxPerSecond, disablePolicy } = endpoint
  const { signatureScheme, authentication, apiVersion, query, queryProblem } = endpoint
  const expiresAt = endpoint.expiresAt?.toISOString() ?? null
  const pace = { ordering, maxConcurrency, maxPerSecond, disablePolicy }
  const delivery = { format, payload, filter, headerNames, timeoutSeconds, ...pace }
  const rest = { signatureScheme, authentication, expiresAt, apiVersion, query, queryProblem, version }
  return {
    id,
    url,
    description,
    eventTypes,
    status,
    disabledReason,
    source,
    createdBy,
    ...delivery,
    ...rest,
  }
}
