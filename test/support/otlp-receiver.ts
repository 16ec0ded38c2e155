import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { json } from 'node:stream/consumers'

/** A span as it came over the wire. */
export interface ReceivedSpan {
  traceId: string
  spanId: string
  /** Absent or empty: it begins its trace. */
  parentSpanId?: string
  name: string
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number
  /** Nanoseconds. */
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: Record<string, unknown>
  /** 2: it failed. */
  status: { code?: number }
  /** Attributes of the process that sent it. */
  resource: Record<string, unknown>
}

interface Attribute {
  key: string
  value: Record<string, unknown>
}

interface Exported {
  resourceSpans: Array<{
    resource: { attributes: Attribute[] }
    scopeSpans: Array<{
      spans: Array<Omit<ReceivedSpan, 'attributes' | 'resource'> & { attributes: Attribute[] }>
    }>
  }>
}

export interface OtlpReceiver {
  url: string
  spans: readonly ReceivedSpan[]
  /** Method, path, content type and headers of each request, whatever it was. */
  requests: ReadonlyArray<{ method: string; path: string; type: string; headers: Record<string, unknown> }>
  /** Everything that was sent, as text. */
  text(): string
  /** Waits until a span like this has come. */
  until(wanted: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>
  close(): Promise<void>
}

const plain = (attributes: Attribute[] = []) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

function spansIn({ resourceSpans }: Exported): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ attributes, ...span }) => ({
        ...span,
        attributes: plain(attributes),
        resource: plain(resource.attributes),
      })),
    ),
  )
}

/** A collector on a free loopback port, which understands OTLP over HTTP as JSON and keeps what it is sent. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = []
  const requests: Array<OtlpReceiver['requests'][number]> = []
  const bodies: string[] = []
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request
    requests.push({ method, path: url, type: String(headers['content-type']), headers })
    const body = (await json(request)) as Exported
    bodies.push(JSON.stringify(body))
    spans.push(...spansIn(body))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}')
  }
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    requests,
    text: () => bodies.join('\n'),
    async until(wanted) {
      for (let tries = 0; tries < 1200; tries++) {
        const found = spans.find(wanted)
        if (found) return found
        await sleep(50)
      }
      throw new Error(`No such span has come; these have: ${spans.map(({ name }) => name).join(', ')}`)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
