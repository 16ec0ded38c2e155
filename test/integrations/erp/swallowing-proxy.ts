import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

/** Stands before an ERP. What `swallows` names is done there, and its answer is kept: who asked runs into a time-out. */
export async function startSwallowingProxy(target: string, swallows: (method: string) => boolean) {
  const swallowed: string[] = []
  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then(async (body) => {
      const { authorization = '' } = incoming.headers
      const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) }
      const answer = await request(`${target}${incoming.url ?? ''}`, { method: 'POST', headers, body })
      const text = await answer.body.text()
      const { method } = JSON.parse(body) as { method: string }
      if (swallows(method)) return swallowed.push(method)
      return outgoing.writeHead(answer.statusCode, { 'content-type': 'application/json' }).end(text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    swallowed,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
