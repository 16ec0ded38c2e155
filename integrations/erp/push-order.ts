import type { Problem } from '../../src/platform/errors.ts'
import { decimal } from '../../src/platform/money.ts'
import type { CrosswalkKind, ErpConnector, ErpIds, ErpOrder, ErpOutcome } from './erp-connector.ts'
import type { DocumentLine, OrderDocument } from './order-document.ts'

/**
 * What became of a push. PUSHED: the ERP holds the order as the document says; `isNew` when this call made it. REFUSED:
 * somebody must do something first, `problems` say what. RETRY: it may or may not have happened; push again later, and
 * nothing happens twice.
 */
export type PushOutcome =
  | { kind: 'PUSHED'; order: ErpOrder; isNew: boolean }
  | { kind: 'REFUSED'; problems: Problem[] }
  | { kind: 'RETRY'; message: string }

type Step<T> = { ok: T } | { end: PushOutcome }

function refused(code: string, message: string): PushOutcome {
  return { kind: 'REFUSED', problems: [{ code, message, path: [] }] }
}

function step<T>(connector: ErpConnector, outcome: ErpOutcome<T>): Step<T> {
  if (outcome.kind === 'OK') return { ok: outcome.value }
  const message = `${connector.name}: ${outcome.message}`
  if (outcome.kind === 'REFUSED') return { end: refused('ERP_REFUSED', message) }
  return { end: { kind: 'RETRY', message } }
}

/** The key of a line's tax in the crosswalk; null: tax is not calculated. */
export function taxKey({ taxCategory }: Pick<DocumentLine, 'taxCategory'>): string | null {
  if (!taxCategory) return null
  return taxCategory.percent === null ? taxCategory.code : `${taxCategory.code}:${taxCategory.percent}`
}

interface Wanted {
  kind: CrosswalkKind
  /** By key: where the document names it first. */
  paths: ReadonlyMap<string, string[]>
}

function wantedBy({ buyer, lines }: OrderDocument): Wanted[] {
  const ofLines = (kind: CrosswalkKind, [field, keyOf]: [string, (line: DocumentLine) => string | null]) => {
    const paths = new Map<string, string[]>()
    for (const line of lines) {
      const key = keyOf(line)
      if (key !== null && !paths.has(key)) paths.set(key, ['lines', String(line.number), field])
    }
    return { kind, paths }
  }
  return [
    { kind: 'CUSTOMER', paths: new Map([[buyer.id, ['buyer', 'id']]]) },
    ofLines('ITEM', ['sku', ({ sku }) => sku]),
    ofLines('UNIT', ['unitCode', ({ unitCode }) => unitCode]),
    ofLines('TAX', ['taxCategory', taxKey]),
  ]
}

/** The ERP's ids of all that the document names; refuses with everything that is missing at once. */
async function translate(connector: ErpConnector, document: OrderDocument): Promise<Step<ErpIds>> {
  const found = new Map<CrosswalkKind, ReadonlyMap<string, string>>()
  const problems: Problem[] = []
  for (const { kind, paths } of wantedBy(document)) {
    if (paths.size === 0) continue
    const answer = step(connector, await connector.crosswalk(kind, [...paths.keys()]))
    if ('end' in answer) return answer
    found.set(kind, answer.ok)
    for (const [key, path] of paths) {
      const message = `Say what ${connector.name} calls the ${kind.toLowerCase()} "${key}".`
      if (!answer.ok.has(key)) problems.push({ code: `ERP_${kind}_UNKNOWN`, message, path })
    }
  }
  if (problems.length > 0) return { end: { kind: 'REFUSED', problems } }
  const nothing: ReadonlyMap<string, string> = new Map()
  const [items, units, taxes] = (['ITEM', 'UNIT', 'TAX'] as const).map((kind) => found.get(kind) ?? nothing)
  const customer = found.get('CUSTOMER')?.get(document.buyer.id) ?? ''
  return { ok: { customer, items: items ?? nothing, units: units ?? nothing, taxes: taxes ?? nothing } }
}

/** The end of a push that the ERP has confirmed; another total than ours is told, not hidden. */
function pushed(document: OrderDocument, order: ErpOrder, isNew: boolean): PushOutcome {
  const isOurs = order.state === 'CANCELLED' || decimal(order.net).equals(decimal(document.totals.net))
  if (isOurs) return { kind: 'PUSHED', order, isNew }
  const message = `The order is there, as ${order.externalNumber ?? order.externalId}, and its total is ${order.net} instead of ${document.totals.net}. Check prices and units there.`
  return { kind: 'REFUSED', problems: [{ code: 'ERP_TOTAL_DIFFERS', message, path: ['totals', 'net'] }] }
}

async function cancel(
  connector: ErpConnector,
  document: OrderDocument,
  found: ErpOrder | null,
): Promise<PushOutcome> {
  if (!found) return refused('ERP_ORDER_UNKNOWN', `${connector.name} has no order ${document.orderNumber}.`)
  if (found.state === 'CANCELLED') return { kind: 'PUSHED', order: found, isNew: false }
  const done = step(connector, await connector.cancel(found, document))
  return 'end' in done ? done.end : { kind: 'PUSHED', order: done.ok, isNew: false }
}

async function write(
  connector: ErpConnector,
  document: OrderDocument,
  found: ErpOrder | null,
): Promise<PushOutcome> {
  const ids = await translate(connector, document)
  if ('end' in ids) return ids.end
  const content = { document, ids: ids.ok }
  const outcome = found ? await connector.change(found, content) : await connector.create(content)
  const done = step(connector, outcome)
  if ('ok' in done) return pushed(document, done.ok, !found)
  // No answer: what was asked for may be there already. If it is not, it may still come, so nothing is made again here.
  if (outcome.kind !== 'UNKNOWN') return done.end
  const again = step(connector, await connector.find(document.orderNumber))
  const order = 'ok' in again ? again.ok : null
  return order && order.revision >= document.revision ? pushed(document, order, !found) : done.end
}

/**
 * Brings an order into an ERP, once: it looks for our number before it makes anything, and again when no answer came.
 * A later revision changes what is there, a cancellation cancels it. Push one order at a time: two pushes of the same
 * order side by side could both find nothing.
 */
export async function pushOrder(connector: ErpConnector, document: OrderDocument): Promise<PushOutcome> {
  const answer = step(connector, await connector.find(document.orderNumber))
  if ('end' in answer) return answer.end
  const { ok: found } = answer
  const isOfItself = document.changes.includes(document.orderNumber)
  if (document.kind === 'CANCELLATION' && isOfItself) return cancel(connector, document, found)
  if (found && found.revision >= document.revision) return pushed(document, found, false)
  return write(connector, document, found)
}
