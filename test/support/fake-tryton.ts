import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decimal } from '../../src/platform/money.ts'

type Row = Record<string, unknown> & { id: number }

/** A line of a sale, as it came over the wire. */
export interface FakeLine {
  product: number | null
  quantity: number
  unit_price: { decimal: string }
  taxes: unknown[]
}

/** A sale as the fake keeps it. */
export interface FakeSale extends Row {
  number: string | null
  reference: string
  description: string
  state: string
  party: number
  lines: FakeLine[]
}

/** What goes wrong with calls of a method. LOST: it is done, and the answer never comes. BROKEN: nothing is done. */
export type FakeMishap = 'LOST' | 'BROKEN'

const user = 'countersign'
const password = 'Tryton.Secret.7'

async function bodyOf(incoming: IncomingMessage): Promise<{ method: string; params: unknown[] }> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString()) as { method: string; params: unknown[] }
}

const fits =
  (domain: Array<[string, string, unknown]>) =>
  (row: Row): boolean =>
    domain.every(([field, operator, value]) =>
      operator === 'in' ? (value as unknown[]).includes(row[field]) : row[field] === value,
    )

const netOf = (lines: readonly FakeLine[]): string =>
  lines
    .reduce(
      (sum, line) => sum.plus(decimal(line.unit_price.decimal).times(line.quantity).toDecimalPlaces(2)),
      decimal('0'),
    )
    .toFixed(2)

/** The lines after commands as Tryton takes them: what there was is deleted as a whole, never in part. */
function linesAfter(before: readonly FakeLine[], commands: unknown): FakeLine[] {
  return (commands as Array<[string, unknown]>).reduce<FakeLine[]>(
    (lines, [command, given]) => (command === 'delete' ? [] : [...lines, ...(given as FakeLine[])]),
    [...before],
  )
}

const shown = (sale: FakeSale): Row => ({
  ...sale,
  lines: sale.lines.map((_, at) => at),
  untaxed_amount: { __class__: 'Decimal', decimal: netOf(sale.lines) },
})

/** The part of Tryton's JSON-RPC that pushes need, in memory, behind a real socket. Like Tryton it takes a reference twice. */
export async function startFakeTryton() {
  const sales: FakeSale[] = []
  const rows: Record<string, Row[]> = {
    'party.party': [],
    'party.address': [],
    'product.product': [],
    'product.uom': [{ id: 1, symbol: 'u' }],
    'account.tax': [],
    'currency.currency': ['EUR', 'USD'].map((code, at) => ({ id: at + 1, code })),
  }
  const mishaps = new Map<string, FakeMishap>()
  const calls: string[] = []
  const salesOf = (ids: unknown) => sales.filter(({ id }) => (ids as number[]).includes(id))
  const onSale: Record<string, (given: unknown, more: unknown) => unknown> = {
    create: (given) =>
      (given as Array<Record<string, unknown>>).map((values) => {
        const id = sales.length + 1
        const lines = linesAfter([], values['lines'])
        sales.push({ ...values, id, number: null, state: 'draft', lines } as unknown as FakeSale)
        return id
      }),
    write: (ids, values) => {
      for (const sale of salesOf(ids)) {
        const { lines, ...rest } = values as Record<string, unknown>
        Object.assign(sale, rest, { lines: linesAfter(sale.lines, lines) })
      }
    },
    quote: (ids) => salesOf(ids).forEach((sale) => (sale.number ??= `S${sale.id}`)),
    confirm: (ids) => salesOf(ids).forEach((sale) => (sale.state = 'confirmed')),
    draft: (ids) => salesOf(ids).forEach((sale) => (sale.state = 'draft')),
    cancel: (ids) => salesOf(ids).forEach((sale) => (sale.state = 'cancelled')),
  }
  const answerTo = (method: string, [first, second]: unknown[]): unknown => {
    if (method === 'common.db.login')
      return first === user && (second as { password: string }).password === password ? [7, 'session'] : null
    if (method === 'model.res.user.get_preferences') return { language: 'en' }
    const [, model = '', verb = ''] = /^model\.(.+)\.(\w+)$/.exec(method) ?? []
    if (verb !== 'search_read') return onSale[verb]?.(first, second)
    const found = model === 'sale.sale' ? sales.map(shown) : (rows[model] ?? [])
    return found.filter(fits(first as Array<[string, string, unknown]>))
  }
  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then(({ method, params }) => {
      calls.push(method)
      const mishap = mishaps.get(method)
      mishaps.delete(method)
      if (mishap === 'BROKEN') return outgoing.writeHead(502).end()
      const result = answerTo(method, params) ?? null
      return mishap === 'LOST' ? undefined : outgoing.end(JSON.stringify({ id: 1, result }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    user,
    password,
    sales,
    calls,
    /** By method: what goes wrong with its next call. */
    mishaps,
    /** Adds what a bookkeeper sets up: a party with an address, a product, a tax. */
    know: ({ party, product, tax }: { party?: string; product?: string; tax?: string }) => {
      const id = 10 + Object.values(rows).flat().length
      if (party) {
        rows['party.party']?.push({ id, code: party })
        rows['party.address']?.push({ id: id + 1000, party: id, invoice: true, delivery: true })
      }
      if (product) rows['product.product']?.push({ id: id + 2000, code: product })
      if (tax) rows['account.tax']?.push({ id: id + 3000, description: tax })
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type FakeTryton = Awaited<ReturnType<typeof startFakeTryton>>
