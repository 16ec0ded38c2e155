import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { sandboxAnswer, type SandboxAnswer, type SandboxOrder } from './sandbox-behavior.ts'

/** A call that the sandbox vendor received, in order of arrival; the latest 1,000 are kept. */
export type SandboxRequest = {
  readonly method: string
  readonly path: string
  readonly idempotencyKey: string | null
  readonly order: SandboxOrder | null
}

export type SandboxCloud = {
  /** Base address, without a trailing slash. */
  readonly url: string
  readonly requests: readonly SandboxRequest[]
  /** Drops every connection, the stalled ones too. */
  close(): Promise<void>
}

export type SandboxCloudOptions = {
  /** A free port when absent. */
  readonly port?: number
  /** `127.0.0.1` when absent. */
  readonly host?: string
  /** The vendor's clock; the machine's when absent. */
  readonly now?: () => Date
}

const REMEMBERED_REQUESTS = 1000
const REMEMBERED_RESULTS = 10_000
const LARGEST_BODY = 1024 * 1024

/**
 * Starts "the vendor" of the demo and the tests: a real HTTP server that provisions nothing.
 *
 * `POST /subscriptions` with an `Idempotency-Key` answers 201 (active) or 202 (pending); the same key again
 * gets the stored result. `POST /subscriptions/<reference>/changes` does the same for a change. `GET /subscriptions/<key>` answers the stored result or 404.
 * Part numbers, domains and parameter values steer it: see {@link sandboxAnswer}.
 */
export async function startSandboxCloud(options: SandboxCloudOptions = {}): Promise<SandboxCloud> {
  const { port = 0, host = '127.0.0.1', now = () => new Date() } = options
  const vendor: Vendor = { results: new Map(), failedOnce: new Set(), requests: [], now }
  const server = createServer((request, response) => {
    serve(vendor, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no TCP address.')
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    requests: vendor.requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type Vendor = {
  readonly results: Map<string, SandboxAnswer>
  readonly failedOnce: Set<string>
  readonly requests: SandboxRequest[]
  readonly now: () => Date
}

async function serve(vendor: Vendor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = await readRequest(request)
  vendor.requests.push(asked)
  if (vendor.requests.length > REMEMBERED_REQUESTS) vendor.requests.shift()

  const { method, path, idempotencyKey: key, order } = asked
  const looked = /^\/subscriptions\/([^/]+)$/.exec(path)?.[1]
  if (method === 'GET' && looked !== undefined) {
    return send(response, lookUp(vendor, decodeURIComponent(looked)))
  }
  const changed = /^\/subscriptions\/([^/]+)\/changes$/.exec(path)?.[1]
  if (method !== 'POST' || (path !== '/subscriptions' && changed === undefined)) {
    return send(response, refusal(404, 'NOT_FOUND', 'There is no such address here.'))
  }
  if (key === null) return send(response, refusal(400, 'IDEMPOTENCY_KEY_MISSING', 'Send an Idempotency-Key.'))
  if (order === null) return send(response, refusal(400, 'BODY_INVALID', 'Send an order as a JSON object.'))
  const reference = changed === undefined ? undefined : decodeURIComponent(changed)
  provision(vendor, { key, order, response, reference })
}

async function readRequest(request: IncomingMessage): Promise<SandboxRequest> {
  const { method = '', url: path = '/' } = request
  const header = request.headers['idempotency-key']
  const idempotencyKey = typeof header === 'string' && header !== '' ? header : null
  return { method, path, idempotencyKey, order: method === 'POST' ? await readOrder(request) : null }
}

type Call = {
  readonly key: string
  readonly order: SandboxOrder
  readonly response: ServerResponse
  /** Of a change: the subscription that it is asked for. */
  readonly reference: string | undefined
}

function provision(vendor: Vendor, { key, order, response, reference }: Call): void {
  const stored = vendor.results.get(key)
  if (stored !== undefined) return send(response, stored)
  const { answer, delivery } = sandboxAnswer({
    key,
    order,
    reference,
    now: vendor.now(),
    failedBefore: vendor.failedOnce.has(lineOf(key)),
  })
  if (answer.status === 503) remember(vendor.failedOnce, lineOf(key))
  // A server error means that nothing was kept: the same key may be tried again.
  if (answer.status < 500 && delivery !== 'LOST') store(vendor, key, answer)
  if (delivery === 'ANSWERED') send(response, answer)
  if (delivery === 'RESET') response.destroy()
}

/** A pending subscription has become active by the time somebody asks. */
function lookUp(vendor: Vendor, key: string): SandboxAnswer {
  const stored = vendor.results.get(key)
  if (stored === undefined) return refusal(404, 'NOT_FOUND', 'No call with this key was accepted.')
  if (stored.status !== 202) return stored
  const active = {
    status: 201,
    body: { ...stored.body, status: 'active', activatedAt: vendor.now().toISOString() },
  }
  store(vendor, key, active)
  return active
}

function store(vendor: Vendor, key: string, answer: SandboxAnswer): void {
  vendor.results.set(key, answer)
  const oldest = vendor.results.keys().next()
  if (vendor.results.size > REMEMBERED_RESULTS && !oldest.done) vendor.results.delete(oldest.value)
}

function remember(set: Set<string>, value: string): void {
  set.add(value)
  const oldest = set.values().next()
  if (set.size > REMEMBERED_RESULTS && !oldest.done) set.delete(oldest.value)
}

function lineOf(key: string): string {
  return key.split('.')[0] ?? key
}

async function readOrder(request: IncomingMessage): Promise<SandboxOrder | null> {
  const chunks: Buffer[] = []
  const bytes: AsyncIterable<Buffer> = request
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > LARGEST_BODY) return null
    chunks.push(chunk)
  }
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null
  } catch {
    return null
  }
}

function refusal(status: number, code: string, message: string): SandboxAnswer {
  return { status, body: { code, message } }
}

function send(response: ServerResponse, { status, body }: SandboxAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
