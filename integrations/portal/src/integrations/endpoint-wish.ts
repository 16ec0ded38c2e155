import type {
  EndpointFieldsFragment,
  WebhookDisablePolicy,
  WebhookFormat,
  WebhookOrdering,
  WebhookPayload,
  WebhookSignatureScheme,
} from '../generated/operations.ts'

/** What a person enters about an endpoint; numbers as they are typed. */
export interface EndpointWish {
  url: string
  description: string
  eventTypes: string[]
  format: WebhookFormat
  payload: WebhookPayload
  query: string
  ordering: WebhookOrdering
  timeoutSeconds: string
  maxConcurrency: string
  maxPerSecond: string
  disablePolicy: WebhookDisablePolicy
  signatureScheme: WebhookSignatureScheme
}

/** What the API chooses when nothing is said. */
export const newWish: EndpointWish = {
  url: '',
  description: '',
  eventTypes: [],
  format: 'STANDARD',
  payload: 'FULL',
  query: '',
  ordering: 'PER_SUBJECT',
  timeoutSeconds: '15',
  maxConcurrency: '5',
  maxPerSecond: '',
  disablePolicy: 'AFTER_FAILURES',
  signatureScheme: 'HMAC',
}

/** An endpoint as it is, to be changed. */
export function wishOf(endpoint: EndpointFieldsFragment): EndpointWish {
  const { url, eventTypes, format, payload, ordering, disablePolicy, signatureScheme } = endpoint
  return {
    ...{ url, eventTypes, format, payload, ordering, disablePolicy, signatureScheme },
    description: endpoint.description ?? '',
    query: endpoint.query ?? '',
    timeoutSeconds: `${endpoint.timeoutSeconds}`,
    maxConcurrency: `${endpoint.maxConcurrency}`,
    maxPerSecond: endpoint.maxPerSecond === null ? '' : `${endpoint.maxPerSecond}`,
  }
}

/** What is sent of it, for a new endpoint and for a changed one alike. */
export function inputOf(wish: EndpointWish) {
  const { eventTypes, format, payload, ordering, disablePolicy } = wish
  return {
    ...{ eventTypes, format, payload, ordering, disablePolicy },
    url: wish.url.trim(),
    description: wish.description.trim() || null,
    query: payload === 'QUERY' ? wish.query : null,
    timeoutSeconds: Number(wish.timeoutSeconds),
    maxConcurrency: Number(wish.maxConcurrency),
    maxPerSecond: wish.maxPerSecond === '' ? null : Number(wish.maxPerSecond),
  }
}
