import { once } from 'node:events'
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express } from 'express'

/** An Express application of the test's own on a free port of loopback. */
export interface PageServer {
  url: string
  port: number
  http: Server
  close(): Promise<void>
}

/** Starts it with the routes that are given. */
export async function openPages(routes: (app: Express, http: Server) => void): Promise<PageServer> {
  const app = express()
  const http = createServer(app)
  routes(app, http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    http,
    async close() {
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
}

export interface PageAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** One request with exactly these headers: `fetch` would not let a test set Host or Sec-Fetch-Site. */
export async function ask(
  server: PageServer,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<PageAnswer> {
  const request = httpRequest({ host: '127.0.0.1', port: server.port, path, method, headers, agent: false })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}
