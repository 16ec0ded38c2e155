import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

describe('webhooks through the API', () => {
  let app: TestApp
  let admin: ApiClient
  let receiver: WebhookReceiver
  beforeAll(async () => {
    app = await startApp()
    admin = await app.signedIn('admin@meridian.example')
    receiver = await startReceiver()
  })
  afterAll(async () => {
    await receiver.close()
    await app.close()
  })

  it('are created, tested, seen with their attempts, replayed and deleted', async () => {
    const created = await admin.ask(
      `mutation ($url: String!) {
        webhookEndpointCreate(input: {
          url: $url, eventTypes: ["order.*"], ordering: STRICT, maxPerSecond: 9, idempotencyKey: "w1"
        }) {
          secret webhookEndpoint { id status eventTypes } userErrors { code }
        }
      }`,
      { url: receiver.url },
    )
    const { secret, webhookEndpoint, userErrors } = created.webhookEndpointCreate
    expect(userErrors).toEqual([])
    const endpointId = webhookEndpoint.id
    const { webhookEndpointTest } = await admin.ask(
      `mutation ($endpointId: ID!) {
        webhookEndpointTest(input: { endpointId: $endpointId }) { webhookMessage { id eventId } userErrors { code } }
      }`,
      { endpointId },
    )
    const { id: messageId, eventId } = webhookEndpointTest.webhookMessage
    await app.quiet()

    const [request] = receiver.requests
    new Webhook(secret).verify(request!.body.toString(), request!.headers as Record<string, string>)
    const seen = await admin.ask(
      `query ($endpointId: ID!, $eventId: ID!) {
        webhookMessages(where: { endpointId: $endpointId, status: SUCCEEDED, eventType: "ping" }) {
          nodes {
            id attemptCount body endpoint { id }
            attempts {
              number trigger statusCode errorCode responseTruncated remoteAddress dnsMs tlsMs connectMs firstByteMs
              requestHeaders { name value } responseHeaders { name }
            }
          }
        }
        webhookPayloadPreview(eventId: $eventId) { body eventType }
        webhookEndpoints {
          id lastSuccessAt ordering maxConcurrency maxPerSecond disablePolicy breakerState pausedUntil failingSince
        }
        webhookEventTypes { name since schema example }
      }`,
      { endpointId, eventId },
    )
    const body = request!.body.toString()
    expect(seen.webhookMessages.nodes).toEqual([
      {
        id: messageId,
        attemptCount: 1,
        body,
        attempts: [
          {
            number: 1,
            trigger: 'TEST',
            statusCode: 204,
            errorCode: null,
            responseTruncated: false,
            remoteAddress: '127.0.0.1',
            dnsMs: null,
            tlsMs: null,
            connectMs: expect.any(Number),
            firstByteMs: expect.any(Number),
            requestHeaders: expect.arrayContaining([
              { name: 'webhook-id', value: eventId },
              { name: 'webhook-attempt', value: '1' },
            ]),
            responseHeaders: [{ name: 'date' }],
          },
        ],
        endpoint: { id: endpointId },
      },
    ])
    expect(JSON.parse(seen.webhookPayloadPreview.body)).toEqual(JSON.parse(body))
    expect(seen.webhookEndpoints).toEqual([
      {
        id: endpointId,
        lastSuccessAt: expect.any(String),
        ordering: 'STRICT',
        maxConcurrency: 5,
        maxPerSecond: 9,
        disablePolicy: 'AFTER_FAILURES',
        breakerState: 'CLOSED',
        pausedUntil: null,
        failingSince: null,
      },
    ])
    const refused = await admin.ask(
      `mutation ($endpointId: ID!) {
        webhookEndpointUpdate(input: { endpointId: $endpointId, maxConcurrency: 51, maxPerSecond: 0 }) {
          webhookEndpoint { id } userErrors { code path }
        }
      }`,
      { endpointId },
    )
    expect(refused.webhookEndpointUpdate).toEqual({
      webhookEndpoint: null,
      userErrors: [
        { code: 'PACE_INVALID', path: ['maxConcurrency'] },
        { code: 'PACE_INVALID', path: ['maxPerSecond'] },
      ],
    })

    await admin.ask(
      `mutation ($messageId: ID!) {
        webhookMessageReplay(input: { messageId: $messageId, idempotencyKey: "r1" }) { userErrors { code } }
      }`,
      { messageId },
    )
    await app.quiet()
    expect(receiver.requests.map((one) => one.headers['webhook-id'])).toEqual([eventId, eventId])
    expect(receiver.requests[1]!.body.equals(receiver.requests[0]!.body)).toBe(true)

    const { webhookEndpointDelete } = await admin.ask(
      `mutation ($endpointId: ID!) {
        webhookEndpointDelete(input: { endpointId: $endpointId }) { webhookEndpoint { id } userErrors { code } }
      }`,
      { endpointId },
    )
    expect(webhookEndpointDelete.userErrors).toEqual([])
    expect((await admin.ask('{ webhookEndpoints { id } }')).webhookEndpoints).toEqual([])
  })
})
