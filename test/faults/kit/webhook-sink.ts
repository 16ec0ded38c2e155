import { createHash } from 'node:crypto'
import { ApiClient } from '../../support/api-client.ts'
import { key } from '../../support/ordering.ts'
import { startReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts'
import type { Shop } from './shop.ts'

/** One webhook as it arrived. */
export interface ReceivedWebhook {
  path: string
  id: string
  hash: string
}

/** Receivers of the three shops: two that take everything, though not always at once, and one that never does. */
export interface WebhookSink {
  received: () => ReceivedWebhook[]
  close: () => Promise<void>
}

/** Of how many webhooks one is refused the first time, to be tried again. */
const refusedOnce = 50

/**
 * Subscribes each shop to what an ERP wants to know. Harbor's receiver refuses for good, so that its messages become
 * dead letters at once; the others refuse one in fifty once.
 */
export async function openWebhookSink(url: string, shops: readonly Shop[]): Promise<WebhookSink> {
  const seen = new Set<string>()
  const receiver: WebhookReceiver = await startReceiver((response, { path, headers, body }) => {
    const id = String(headers['webhook-id'])
    const isFirst = !seen.has(id)
    seen.add(id)
    if (path === '/harbor') response.writeHead(500, { 'webhook-delivery': 'abort-message' }).end()
    else if (isFirst && body.length % refusedOnce === 0) response.writeHead(503).end()
    else response.writeHead(204).end()
  })
  for (const { seller, adminToken } of shops) {
    const admin = new ApiClient(url, adminToken)
    const endpoint = {
      url: `${receiver.url}/${seller}`,
      eventTypes: ['order.placed', 'order.approved', 'order.fulfilled'],
      idempotencyKey: key(),
    }
    await admin.done('webhookEndpointCreate', endpoint, 'webhookEndpoint { id }')
  }
  return {
    received: () =>
      receiver.requests.map(({ path, headers, body }) => ({
        path,
        id: String(headers['webhook-id']),
        hash: createHash('sha256').update(body).digest('hex'),
      })),
    close: () => receiver.close(),
  }
}
