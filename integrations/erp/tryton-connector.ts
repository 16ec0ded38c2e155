import type { CrosswalkKind, ErpConnector, ErpOrder, ErpOutcome, ErpWrite } from './erp-connector.ts'
import type { OrderDocument } from './order-document.ts'
import { TrytonClient, type TrytonDecimal, type TrytonSite } from './tryton-client.ts'
import { trytonLines, type TrytonLine } from './tryton-lines.ts'

/** How sales are written. */
export interface TrytonOptions {
  /** The id of the company that sells; the user's own when absent. */
  company?: number
  /** False: sales stay drafts, for people to quote and confirm. */
  confirms?: boolean
  /** Fraction digits of a unit price there (`price_decimal` of its configuration); 4 when absent. */
  priceDigits?: number
  /** Symbols of its units by UN/ECE code; `units` below when absent. */
  units?: Readonly<Record<string, string>>
  /** What it calls ours, where somebody has said so: it wins over our own names. */
  names?: (kind: CrosswalkKind, keys: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

/** Units that Tryton has from the beginning; others are named in the options. */
const units = { C62: 'u', HUR: 'h', DAY: 'd', MIN: 'min' }

const states: Readonly<Record<string, ErpOrder['state']>> = {
  draft: 'DRAFT',
  quotation: 'DRAFT',
  confirmed: 'CONFIRMED',
  processing: 'IN_PROGRESS',
  done: 'DONE',
  cancelled: 'CANCELLED',
}

type Row = Record<string, unknown> & { id: number }

const fields = ['number', 'state', 'description', 'untaxed_amount', 'lines']

const asDecimal = (amount: string): TrytonDecimal => ({ __class__: 'Decimal', decimal: amount })

function asDate(instant: string): object {
  const [year, month, day] = instant.slice(0, 10).split('-').map(Number)
  return { __class__: 'date', year, month, day }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function refused<T>(message: string): ErpOutcome<T> {
  return { kind: 'REFUSED', message }
}

function then<A, B>(outcome: ErpOutcome<A>, next: (value: A) => ErpOutcome<B>): ErpOutcome<B> {
  return outcome.kind === 'OK' ? next(outcome.value) : outcome
}

const ok = <T>(value: T): ErpOutcome<T> => ({ kind: 'OK', value })

function asLine(line: TrytonLine, index: number): object {
  return {
    type: 'line',
    sequence: index + 1,
    product: line.product === null ? null : Number(line.product),
    unit: line.unit === null ? null : Number(line.unit),
    quantity: Number(line.quantity),
    unit_price: asDecimal(line.unitPrice),
    description: line.description,
    taxes: line.tax === null ? [] : [['add', [Number(line.tax)]]],
  }
}

function commentOf({ purchaseOrderNumber, costCenter, notes }: OrderDocument): string {
  const said = [
    purchaseOrderNumber && `Purchase order ${purchaseOrderNumber}`,
    costCenter && `Cost center ${costCenter}`,
    notes,
  ]
  return said.filter(Boolean).join('\n')
}

/**
 * Sales of a Tryton server (6.0, module `sale`). Our order number is the sale's reference, and its description keeps the
 * revision. A sale that was not quoted and confirmed to its end counts as not written, so that the next push completes it.
 * Customers are found by the party's code, items by the product's, taxes by a tax whose description is our key (`S:19`).
 */
export class TrytonConnector implements ErpConnector {
  readonly name = 'tryton'
  readonly #client: TrytonClient
  readonly #options: TrytonOptions

  constructor(site: TrytonSite, options: TrytonOptions = {}) {
    this.#client = new TrytonClient(site)
    this.#options = options
  }

  async find(orderNumber: string): Promise<ErpOutcome<ErpOrder | null>> {
    const sales = await this.#rows(
      'sale.sale',
      [['reference', '=', orderNumber], ...this.#ofCompany()],
      fields,
    )
    return then(sales, (found): ErpOutcome<ErpOrder | null> => {
      const alive = found.filter(({ state }) => state !== 'cancelled')
      if (alive.length > 1)
        return refused(`has ${alive.length} sales with the reference ${orderNumber}: cancel all but one.`)
      const [sale] = alive.length > 0 ? alive : found
      return ok(sale ? this.#told(sale) : null)
    })
  }

  async create(write: ErpWrite): Promise<ErpOutcome<ErpOrder>> {
    const content = await this.#contentOf(write)
    if (content.kind !== 'OK') return content
    const values = {
      ...content.value,
      ...(this.#options.company === undefined ? {} : { company: this.#options.company }),
      reference: write.document.orderNumber,
      lines: [['create', trytonLines(write.document, this.#lineOptions(write)).map(asLine)]],
    }
    const created = await this.#client.call('sale.sale', 'create', [values])
    return created.kind === 'OK' ? this.#complete(Number([created.value].flat()[0])) : created
  }

  async change({ externalId }: ErpOrder, write: ErpWrite): Promise<ErpOutcome<ErpOrder>> {
    const id = Number(externalId)
    const opened = await this.#reopen(id)
    if (opened.kind !== 'OK') return opened
    const content = await this.#contentOf(write)
    if (content.kind !== 'OK') return content
    const lines = trytonLines(write.document, this.#lineOptions(write)).map(asLine)
    const before = opened.value['lines']
    const replaced = [
      ...(Array.isArray(before) && before.length > 0 ? [['delete', before]] : []),
      ['create', lines],
    ]
    const written = await this.#client.call('sale.sale', 'write', [id], { ...content.value, lines: replaced })
    return written.kind === 'OK' ? this.#complete(id) : written
  }

  async cancel({ externalId }: ErpOrder): Promise<ErpOutcome<ErpOrder>> {
    const id = Number(externalId)
    const opened = await this.#reopen(id)
    if (opened.kind !== 'OK') return opened
    const done = await this.#client.call('sale.sale', 'cancel', [id])
    return done.kind === 'OK' ? this.#read(id) : done
  }

  async crosswalk(
    kind: CrosswalkKind,
    keys: readonly string[],
  ): Promise<ErpOutcome<ReadonlyMap<string, string>>> {
    const places = {
      CUSTOMER: ['party.party', 'code'],
      ITEM: ['product.product', 'code'],
      UNIT: ['product.uom', 'symbol'],
      TAX: ['account.tax', 'description'],
    } as const
    const [model, field] = places[kind]
    const symbols: Readonly<Record<string, string>> = this.#options.units ?? units
    const named = await this.#options.names?.(kind, keys)
    const theirs = (key: string) => named?.get(key) ?? (kind === 'UNIT' ? (symbols[key] ?? key) : key)
    const rows = await this.#rows(model, [[field, 'in', keys.map(theirs)]], [field])
    return then(rows, (found) => {
      const ids = new Map(found.map((row) => [textOf(row[field]), String(row.id)]))
      return ok(
        new Map(
          keys.flatMap((key) => {
            const id = ids.get(theirs(key))
            return id === undefined ? [] : [[key, id] as const]
          }),
        ),
      )
    })
  }

  #confirms(): boolean {
    return this.#options.confirms ?? true
  }

  #lineOptions({ ids }: ErpWrite) {
    return { ids, digits: this.#options.priceDigits ?? 4 }
  }

  #ofCompany(): unknown[] {
    const { company } = this.#options
    return company === undefined ? [] : [['company', '=', company]]
  }

  async #rows(model: string, domain: unknown[], names: readonly string[]): Promise<ErpOutcome<Row[]>> {
    const answer = await this.#client.call(model, 'search_read', domain, 0, null, [['id', 'ASC']], names)
    return then(answer, (rows) => ok(rows as Row[]))
  }

  #told(sale: Row): ErpOrder {
    const state = states[textOf(sale['state'])] ?? 'DRAFT'
    const [, revision = '1'] = /^Revision (\d+)/.exec(textOf(sale['description'])) ?? []
    const isWhole = state !== 'DRAFT' || !this.#confirms()
    return {
      externalId: String(sale.id),
      externalNumber: textOf(sale['number']) || null,
      state,
      revision: Number(revision) - (isWhole ? 0 : 1),
      net: (sale['untaxed_amount'] as TrytonDecimal).decimal,
    }
  }

  async #read(id: number): Promise<ErpOutcome<ErpOrder>> {
    const rows = await this.#rows('sale.sale', [['id', '=', id]], fields)
    return then(rows, ([sale]) => (sale ? ok(this.#told(sale)) : refused(`has no sale ${id} any more.`)))
  }

  /** Everything of a sale but its lines, its company and its reference. */
  async #contentOf({ document, ids }: ErpWrite): Promise<ErpOutcome<object>> {
    const party = Number(ids.customer)
    const currencies = await this.#rows('currency.currency', [['code', '=', document.currency]], ['code'])
    const addresses = await this.#rows('party.address', [['party', '=', party]], ['invoice', 'delivery'])
    return then(currencies, ([currency]) =>
      then(addresses, (found) => {
        const addressFor = (use: string) => (found.find((one) => one[use] === true) ?? found[0])?.id
        if (!currency) return refused(`has no currency ${document.currency}: add it there.`)
        if (found.length === 0) return refused(`has no address of ${document.buyer.id}: add one there.`)
        return ok({
          party,
          invoice_address: addressFor('invoice'),
          shipment_address: addressFor('delivery'),
          currency: currency.id,
          sale_date: asDate(document.issuedAt),
          description: `Revision ${document.revision}`,
          comment: commentOf(document),
        })
      }),
    )
  }

  /** Quotes and confirms a draft, unless people do. */
  async #complete(id: number): Promise<ErpOutcome<ErpOrder>> {
    for (const step of this.#confirms() ? ['quote', 'confirm'] : []) {
      const done = await this.#client.call('sale.sale', step, [id])
      if (done.kind !== 'OK') return done
    }
    return this.#read(id)
  }

  /** Makes a sale a draft again, so that it can be written. What is being delivered or invoiced stays as it is. */
  async #reopen(id: number): Promise<ErpOutcome<Row>> {
    const rows = await this.#rows('sale.sale', [['id', '=', id]], fields)
    if (rows.kind !== 'OK') return rows
    const [sale] = rows.value
    if (!sale) return refused(`has no sale ${id} any more.`)
    const state = textOf(sale['state'])
    const name = textOf(sale['number']) || id
    if (state === 'processing' || state === 'done')
      return refused(`is delivering or invoicing sale ${name} already: change it there by hand.`)
    if (state === 'draft') return ok(sale)
    const done = await this.#client.call('sale.sale', 'draft', [id])
    return then(done, () => ok(sale))
  }
}
