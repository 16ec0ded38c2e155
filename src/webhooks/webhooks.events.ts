import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

const endpoint = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  eventTypes: z.array(z.string()),
  status: z.enum(['ACTIVE', 'DISABLED']),
  disabledReason: z.enum(['MANUAL', 'GONE', 'FAILING', 'RECEIVER_REQUEST', 'EXPIRED']).nullable(),
  source: z.enum(['API', 'PORTAL', 'ZAPIER', 'N8N']),
  createdBy: z.string(),
  format: z.enum(['STANDARD', 'CLOUDEVENTS_STRUCTURED', 'CLOUDEVENTS_BINARY']),
  payload: z.enum(['FULL', 'THIN', 'FLAT', 'QUERY']),
  filter: z.record(z.string(), z.unknown()).nullable(),
  headerNames: z.array(z.string()),
  timeoutSeconds: z.int(),
  ordering: z.enum(['NONE', 'PER_SUBJECT', 'STRICT']),
  maxConcurrency: z.int(),
  maxPerSecond: z.int().nullable(),
  disablePolicy: z.enum(['AFTER_FAILURES', 'NEVER']),
  signatureScheme: z.enum(['HMAC', 'ED25519', 'BOTH']),
  authentication: z.enum(['NONE', 'BASIC', 'BEARER']),
  expiresAt: z.iso.datetime().nullable(),
  apiVersion: z.string(),
  query: z.string().nullable(),
  queryProblem: z.string().nullable(),
  version: z.int(),
})

/** What events tell of an endpoint. */
export type WebhookEndpointSnapshot = z.infer<typeof endpoint>

const exampleEndpoint: WebhookEndpointSnapshot = {
  id: 'whe_06f3k8z0000000000000000011',
  url: 'https://hooks.northwind-erp.example/orders',
  description: 'ERP',
  eventTypes: ['order.*'],
  status: 'ACTIVE',
  disabledReason: null,
  source: 'API',
  createdBy: 'usr_06f3k8z0000000000000000010',
  format: 'STANDARD',
  payload: 'FULL',
  filter: { path: 'data.order.status', operator: 'ANY_OF', values: ['FULFILLED'] },
  headerNames: ['x-tenant'],
  timeoutSeconds: 15,
  ordering: 'PER_SUBJECT',
  maxConcurrency: 5,
  maxPerSecond: null,
  disablePolicy: 'AFTER_FAILURES',
  signatureScheme: 'HMAC',
  authentication: 'NONE',
  expiresAt: null,
  apiVersion: '2026-11-01',
  query: null,
  queryProblem: null,
  version: 1,
}

const about = { subjectType: 'webhook_endpoint', since: '0.1' } as const

export const ping = defineEvent({
  ...about,
  type: 'ping',
  description: 'Sent to one endpoint when somebody tests it. It needs no subscription and tells nothing new.',
  schema: z.object({ webhookEndpoint: endpoint }),
  example: { webhookEndpoint: exampleEndpoint },
  offeredToWebhooks: true,
})

export const webhookEndpointDisabled = defineEvent({
  ...about,
  type: 'webhook_endpoint.disabled',
  description:
    'An endpoint receives nothing any more; `disabledReason` says why. Your other endpoints hear it.',
  schema: z.object({ webhookEndpoint: endpoint }),
  example: {
    webhookEndpoint: { ...exampleEndpoint, status: 'DISABLED', disabledReason: 'GONE', version: 2 },
  },
  offeredToWebhooks: true,
})

export const webhookEndpointFailing = defineEvent({
  ...about,
  type: 'webhook_endpoint.failing',
  description:
    'Every attempt at an endpoint has failed for an hour, for a day, or so long that it is disabled in a day: `outage.notice` says which, each once per outage.',
  schema: z.object({
    webhookEndpoint: endpoint,
    outage: z.object({
      notice: z.enum(['FAILING_1_HOUR', 'FAILING_24_HOURS', 'DISABLED_IN_24_HOURS']),
      since: z.iso.datetime(),
      disablesAt: z.iso.datetime().nullable(),
      lastAttempt: z
        .object({
          webhookMessageId: z.string(),
          eventType: z.string(),
          statusCode: z.int().nullable(),
          errorCode: z.string().nullable(),
          answer: z.string(),
        })
        .nullable(),
    }),
  }),
  example: {
    webhookEndpoint: exampleEndpoint,
    outage: {
      notice: 'FAILING_1_HOUR',
      since: '2026-11-23T09:00:00.000Z',
      disablesAt: '2026-11-28T09:00:00.000Z',
      lastAttempt: {
        webhookMessageId: 'whm_06f3k8z0000000000000000012',
        eventType: 'order.placed',
        statusCode: 500,
        errorCode: null,
        answer: 'Internal Server Error',
      },
    },
  },
  offeredToWebhooks: true,
})

export const webhookEndpointRecovered = defineEvent({
  ...about,
  type: 'webhook_endpoint.recovered',
  description: 'An endpoint that was told to be failing has taken an event again.',
  schema: z.object({ webhookEndpoint: endpoint }),
  example: { webhookEndpoint: exampleEndpoint },
  offeredToWebhooks: true,
})

export const webhookEndpointQueryInvalid = defineEvent({
  ...about,
  type: 'webhook_endpoint.query_invalid',
  description:
    'The API no longer answers the stored query of an endpoint; `queryProblem` says why. Until it is changed, its messages hold the id alone.',
  schema: z.object({ webhookEndpoint: endpoint }),
  example: {
    webhookEndpoint: {
      ...exampleEndpoint,
      payload: 'QUERY',
      query: 'query ($subjectId: ID!) { order(id: $subjectId) { orderNumber total } }',
      queryProblem: 'Cannot query field "total" on type "Order".',
      version: 2,
    },
  },
  offeredToWebhooks: true,
})

/** Notes for the audit chain: what people do to endpoints, besides what receivers hear. */
const note = {
  ...about,
  schema: z.object({ webhookEndpoint: endpoint }),
  example: { webhookEndpoint: exampleEndpoint },
  offeredToWebhooks: false,
}

export const webhookEndpointCreated = defineEvent({
  ...note,
  type: 'webhook_endpoint.created',
  description: 'An endpoint was added. The secret is not in the event.',
})

export const webhookEndpointUpdated = defineEvent({
  ...note,
  type: 'webhook_endpoint.updated',
  description: 'The URL, the events or the description of an endpoint changed.',
})

export const webhookEndpointEnabled = defineEvent({
  ...note,
  type: 'webhook_endpoint.enabled',
  description: 'A disabled endpoint receives again.',
})

export const webhookEndpointDeleted = defineEvent({
  ...note,
  type: 'webhook_endpoint.deleted',
  description: 'An endpoint was deleted for good.',
})

export const webhookEndpointSecretRotated = defineEvent({
  ...note,
  type: 'webhook_endpoint.secret_rotated',
  description: 'An endpoint got a new signing secret; it is not in the event.',
})

export const webhookMessageReplayed = defineEvent({
  type: 'webhook_message.replayed',
  subjectType: 'webhook_message',
  since: '0.1',
  description: 'Somebody asked for a message to be sent again.',
  schema: z.object({
    webhookMessage: z.object({
      id: z.string(),
      endpointId: z.string(),
      eventId: z.string(),
      eventType: z.string(),
    }),
  }),
  example: {
    webhookMessage: {
      id: 'whm_06f3k8z0000000000000000012',
      endpointId: 'whe_06f3k8z0000000000000000011',
      eventId: 'evt_06f3k8z0000000000000000013',
      eventType: 'order.placed',
    },
  },
  offeredToWebhooks: false,
})
