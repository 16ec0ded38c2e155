import { afterEach, describe, expect, it } from 'vitest'
import { deliverWebhook, type DeliveryTools } from '../../integrations/webhooks/deliver.ts'
import { selfSigned, startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

let started: WebhookReceiver | null = null
afterEach(async () => {
  await started?.close()
  started = null
})

async function receiver(tls: boolean): Promise<WebhookReceiver> {
  return (started = await startReceiver(undefined, { tls }))
}

function deliver(url: string, port: number, tools: Partial<DeliveryTools>) {
  const allow = { loopback: true, ports: [port] }
  const request = { url, headers: {}, body: Buffer.from('{}'), timeoutMs: 5000, allow }
  return deliverWebhook(request, { resolve: async () => ['127.0.0.1'], ...tools })
}

describe('a delivery over TLS', () => {
  it('a certificate that nobody vouches for is refused, and nothing is sent', async () => {
    const { url, port, requests } = await receiver(true)
    expect(await deliver(url, port, {})).toMatchObject({
      kind: 'error',
      code: 'TLS',
      message: expect.stringContaining('(DEPTH_ZERO_SELF_SIGNED_CERT)'),
    })
    expect(requests).toHaveLength(0)
  })

  it('a trusted certificate for another name is refused, and nothing is sent', async () => {
    const { port, requests } = await receiver(true)
    const outcome = await deliver(`https://other.example:${port}`, port, { ca: selfSigned.cert })
    expect(outcome).toMatchObject({
      kind: 'error',
      code: 'TLS',
      message: expect.stringContaining('(ERR_TLS_CERT_ALTNAME_INVALID)'),
    })
    expect(requests).toHaveLength(0)
  })

  it.each(['receiver.example', 'receiver.example.'])(
    'the control: a trusted one for %s is accepted',
    async (host) => {
      const { port, requests } = await receiver(true)
      const outcome = await deliver(`https://${host}:${port}/`, port, { ca: selfSigned.cert })
      expect(outcome).toMatchObject({ kind: 'response', status: 204, remoteAddress: '127.0.0.1' })
      expect(requests).toHaveLength(1)
    },
  )

  it('a receiver that speaks plain HTTP is a TLS fault', async () => {
    const { port } = await receiver(false)
    const outcome = await deliver(`https://receiver.example:${port}/`, port, {})
    expect(outcome).toMatchObject({ kind: 'error', code: 'TLS' })
  })
})
