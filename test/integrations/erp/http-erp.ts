import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import type {
  CrosswalkKind,
  ErpConnector,
  ErpOrder,
  ErpOutcome,
} from '../../../integrations/erp/erp-connector.ts'
import { taxKey } from '../../../integrations/erp/push-order.ts'
import { decimal } from '../../../src/platform/money.ts'

interface ErpLine {
  item: string
  unit: string
  tax: string | null
  quantity: string
  net: string
}

interface StoredOrder {
  id: string
  number: string
  reference: string
  revision: number
  state: ErpOrder['state']
  customer: string
  lines: ErpLine[]
}

/** What goes wrong with the next call that writes. LOST: it is done, and the answer never comes. */
export type Mishap = 'LOST' | 'BROKEN' | 'REFUSED'

async function bodyOf(incoming: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString() || '{}') as Record<string, unknown>
}

/** An ERP in memory, behind a real socket. Like most it keeps any number of orders with one reference. */
export async function startErp(ids: Partial<Record<CrosswalkKind, Record<string, string>>>) {
  const orders: StoredOrder[] = []
  const mishaps: Mishap[] = []
  const calls: string[] = []
  const answerTo = (method: string, url: URL, body: Record<string, unknown>): unknown => {
    const [, collection, id] = url.pathname.split('/')
    if (collection === 'ids') return ids[id as CrosswalkKind] ?? {}
    if (method === 'GET')
      return orders.filter(({ reference }) => reference === url.searchParams.get('reference'))
    const found = orders.find((one) => one.id === id)
    if (found) return Object.assign(found, body)
    const created = {
      id: String(orders.length + 1),
      number: `S${orders.length + 1}`,
      state: 'DRAFT',
      ...body,
    }
    orders.push(created as StoredOrder)
    return created
  }
  const server = createServer((incoming, outgoing) => {
    const { method = '' } = incoming
    const url = new URL(incoming.url ?? '', 'http://erp')
    void bodyOf(incoming).then((body) => {
      calls.push(`${method} ${url.pathname}`)
      const mishap = method === 'GET' ? undefined : mishaps.shift()
      if (mishap === 'REFUSED') return outgoing.writeHead(422).end('The customer is blocked.')
      if (mishap === 'BROKEN') return outgoing.writeHead(502).end()
      const answer = answerTo(method, url, body)
      return mishap === 'LOST' ? undefined : outgoing.end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    orders,
    mishaps,
    calls,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function told({ id, number, state, revision, lines }: StoredOrder): ErpOrder {
  const net = lines.reduce((total, line) => total.plus(decimal(line.net)), decimal('0'))
  return { externalId: id, externalNumber: number, state, revision, net: net.toFixed() }
}

async function call<T>(method: 'GET' | 'POST' | 'PUT', url: string, body?: object): Promise<ErpOutcome<T>> {
  try {
    const payload = body ? { body: JSON.stringify(body) } : {}
    const answer = await request(url, { method, ...payload, headersTimeout: 400, bodyTimeout: 400 })
    const text = await answer.body.text()
    if (answer.statusCode < 300) return { kind: 'OK', value: JSON.parse(text) as T }
    if (answer.statusCode < 500) return { kind: 'REFUSED', message: text }
    return { kind: 'UNKNOWN', message: `answered ${answer.statusCode}` }
  } catch (error) {
    return { kind: 'UNKNOWN', message: error instanceof Error ? error.name : 'failed' }
  }
}

function as<A, B>(outcome: ErpOutcome<A>, turn: (value: A) => B): ErpOutcome<B> {
  return outcome.kind === 'OK' ? { kind: 'OK', value: turn(outcome.value) } : outcome
}

/** The connector to it: how small one is. */
export function httpConnector(url: string): ErpConnector {
  const content = ({ document, ids }: Parameters<ErpConnector['create']>[0]) => ({
    reference: document.orderNumber,
    revision: document.revision,
    customer: ids.customer,
    lines: document.lines.map((line) => ({
      item: ids.items.get(line.sku),
      unit: ids.units.get(line.unitCode),
      tax: ids.taxes.get(taxKey(line) ?? '') ?? null,
      quantity: line.quantity,
      net: line.net,
    })),
  })
  return {
    name: 'memory',
    find: async (number) => {
      const found = await call<StoredOrder[]>('GET', `${url}/orders?reference=${encodeURIComponent(number)}`)
      return as(found, ([first]) => (first ? told(first) : null))
    },
    create: async (write) => as(await call<StoredOrder>('POST', `${url}/orders`, content(write)), told),
    change: async ({ externalId }, write) =>
      as(await call<StoredOrder>('PUT', `${url}/orders/${externalId}`, content(write)), told),
    cancel: async ({ externalId }) =>
      as(await call<StoredOrder>('PUT', `${url}/orders/${externalId}`, { state: 'CANCELLED' }), told),
    crosswalk: async (kind, keys) => {
      const answer = await call<Record<string, string>>('GET', `${url}/ids/${kind}`)
      return as(answer, (ids) => new Map(Object.entries(ids).filter(([key]) => keys.includes(key))))
    },
  }
}
