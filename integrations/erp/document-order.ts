import type { OrderDocumentSource } from '../../src/orders/order-document-port.ts'
import { currencyExponent, sum } from '../../src/platform/money.ts'
import { documentLine } from './document-line.ts'
import { buyerOf, contactOf, invoiceeOf, sellerOf } from './document-party.ts'
import type { DocumentKind, DocumentLine, OrderDocument } from './order-document.ts'
import { plainText } from './plain-text.ts'

type Snapshot = OrderDocumentSource['order']

const gone: ReadonlySet<string> = new Set(['CANCELLED', 'REJECTED', 'EXPIRED'])
const changing: ReadonlySet<string> = new Set(['CHANGE', 'SUSPEND', 'RESUME'])

const isGone = ({ status }: Snapshot): boolean => gone.has(status)

function kindOf(order: Snapshot): DocumentKind {
  if (isGone(order) || order.type === 'CANCELLATION') return 'CANCELLATION'
  return changing.has(order.type) || order.revision > 1 ? 'CHANGE' : 'ORDER'
}

function idOf(order: Snapshot, number: string): string {
  const revised = order.revision > 1 ? `${number}-R${order.revision}` : number
  return isGone(order) ? `${revised}-C` : revised
}

/** The orders that this one changes: itself, when it is revised or undone; else those that began what it changes. */
function changesOf({ order, begunBy }: OrderDocumentSource, number: string): string[] {
  if (kindOf(order) === 'ORDER') return []
  if (isGone(order) || order.revision > 1) return [number]
  const begun = order.lines.flatMap(({ subscriptionId }) => begunBy[subscriptionId ?? ''] ?? [])
  return begun.length > 0 ? [...new Set(begun)] : [number]
}

function endOf({ subscriptionId, productName, change }: Snapshot['lines'][number]): string {
  const when = change?.endDate ? `ends on ${change.endDate}` : 'ends at once'
  const why = plainText(change?.reason)
  return `${plainText(productName) ?? 'Subscription'} (${subscriptionId ?? 'unknown'}) ${when}${why ? `: ${why}` : '.'}`
}

function reasonOf(order: Snapshot): string | null {
  if (kindOf(order) !== 'CANCELLATION') return null
  if (isGone(order)) return plainText(order.statusReason) ?? `The order is ${order.status.toLowerCase()}.`
  return plainText(order.lines.map(endOf).join('\n')) ?? 'What the order names ends.'
}

function totalsOf(lines: readonly DocumentLine[], currency: string): OrderDocument['totals'] {
  const all = (amounts: readonly string[]) =>
    sum(
      amounts.map((amount) => ({ amount, currency })),
      currency,
    )
  const net = all(lines.map((line) => line.net))
  const taxes = lines.flatMap((line) => line.tax ?? [])
  if (taxes.length < lines.length) return { net: net.amount, tax: null, gross: null }
  const tax = all(taxes)
  return { net: net.amount, tax: tax.amount, gross: sum([net, tax], currency).amount }
}

/** The order as other systems take it. Throws RangeError when it has no number yet: nothing could be found by it. */
export function documentOrder(source: OrderDocumentSource): OrderDocument {
  const { order, writtenAt } = source
  const number = plainText(order.orderNumber)
  if (!number) throw new RangeError('An order without a number has no document.')
  const lines = order.lines
    .toSorted((a, b) => a.lineNumber - b.lineNumber)
    .map((line) => documentLine(line, source))
  return {
    kind: kindOf(order),
    id: idOf(order, number),
    orderId: order.id,
    orderNumber: number,
    revision: order.revision,
    type: order.type,
    issuedAt: isGone(order) ? writtenAt : (order.submittedAt ?? order.createdAt),
    validUntil: order.priceValidUntil?.slice(0, 10) ?? null,
    currency: order.currency,
    currencyDigits: currencyExponent(order.currency),
    purchaseOrderNumber: plainText(order.purchaseOrderNumber),
    costCenter: plainText(order.costCenter),
    externalReference: plainText(order.externalReference),
    changes: changesOf(source, number),
    notes: plainText(order.notes),
    reason: reasonOf(order),
    requestedStartDate: order.requestedStartDate,
    paymentTermsDays: order.billTo?.paymentTermsDays ?? null,
    buyer: buyerOf(source),
    seller: sellerOf(source),
    invoicee: invoiceeOf(source),
    technicalContact: contactOf(order, 'TECHNICAL'),
    lines,
    totals: totalsOf(lines, order.currency),
  }
}
