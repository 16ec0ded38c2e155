import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'

/** A request as it came over the wire. */
export type ReceivedRequest = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export type WebhookReceiver = {
  readonly port: number
  /** `http://127.0.0.1:<port>` or `https://receiver.example:<port>`, without a path. */
  readonly url: string
  readonly requests: readonly ReceivedRequest[]
  /** TCP connections accepted so far, also those that never sent a request. */
  readonly connections: () => number
  /** Resolves when every connection so far has ended. */
  readonly quiet: () => Promise<void>
  close(): Promise<void>
}

/** How the receiver behaves once it has read a request. It may leave the answer open for ever. */
export type Behavior = (response: ServerResponse, request: ReceivedRequest) => void

/** The self-signed certificate of `receiver.example`, valid for a hundred years, and its key: for tests only. */
export const selfSigned = {
  cert: readFileSync(new URL('./self-signed.cert.pem', import.meta.url), 'utf8'),
  key: readFileSync(new URL('./self-signed.key.pem', import.meta.url), 'utf8'),
}

/** A real receiver on a free loopback port. It answers 204 unless told otherwise. */
export async function startReceiver(
  behavior: Behavior = (response) => void response.writeHead(204).end(),
  { tls = false }: { tls?: boolean } = {},
): Promise<WebhookReceiver> {
  const requests: ReceivedRequest[] = []
  const open = new Set<Promise<void>>()
  const sockets = new Set<Socket>()
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const received = { method, path: url, headers, body: Buffer.concat(chunks) }
      requests.push(received)
      behavior(response, received)
    })
    response.on('error', () => undefined)
  }
  const server = tls ? createTlsServer(selfSigned, serve) : createServer(serve)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    open.add(new Promise((resolve) => socket.once('close', () => resolve())))
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // listens on TCP, see above
  return {
    port,
    url: tls ? `https://receiver.example:${port}` : `http://127.0.0.1:${port}`,
    requests,
    connections: () => open.size,
    quiet: async () => void (await Promise.all(open)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
