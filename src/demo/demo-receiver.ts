import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface ReceivedWebhook {
  id: string
  type: string
  orderId: string | null
  /** True when the public `standardwebhooks` package accepted the signature. */
  verified: boolean
}

/** An integrator's receiver on loopback: verifies each delivery with the public package, then acknowledges it. */
export async function startDemoReceiver(hear: (webhook: ReceivedWebhook) => void) {
  let verifier: Webhook | null = null
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const { type, data } = JSON.parse(body) as { type: string; data?: { order?: { id?: string } } }
      const id = String(request.headers['webhook-id'])
      let verified = false
      try {
        verifier?.verify(body, request.headers as Record<string, string>)
        verified = verifier !== null
      } catch {
        verified = false
      }
      response.writeHead(verified ? 204 : 401).end()
      hear({ id, type, orderId: data?.order?.id ?? null, verified })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/countersign`,
    useSecret: (secret: string) => void (verifier = new Webhook(secret)),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
