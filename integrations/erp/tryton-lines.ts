import { decimal, roundToCurrency } from '../../src/platform/money.ts'
import type { ErpIds } from './erp-connector.ts'
import type { DocumentLine, OrderDocument } from './order-document.ts'
import { taxKey } from './push-order.ts'

/** A line of a sale as Tryton takes it; amounts are decimal strings still. */
export type TrytonLine = {
  /** Of the product; null: a line without one, for what is added or taken off. */
  product: string | null
  unit: string | null
  quantity: string
  /** With no more fraction digits than Tryton keeps. */
  unitPrice: string
  description: string
  tax: string | null
}

type Decimal = ReturnType<typeof decimal>

/** What the line costs before charges and allowances. */
function grossOf({ net, adjustments }: DocumentLine): Decimal {
  return adjustments.reduce(
    (amount, one) => (one.isCharge ? amount.minus(decimal(one.amount)) : amount.plus(decimal(one.amount))),
    decimal(net),
  )
}

/** The price of one unit as exactly as Tryton keeps it. */
function unitPriceOf({ price, quantity }: DocumentLine, gross: Decimal, digits: number): Decimal {
  const exact = price.per === '1' || decimal(quantity).isZero() ? decimal(price.amount) : gross.div(quantity)
  return exact.toDecimalPlaces(digits)
}

function linesOf(line: DocumentLine, { currency, ids, digits }: Wanted): TrytonLine[] {
  const tax = ids.taxes.get(taxKey(line) ?? '') ?? null
  const gross = grossOf(line)
  const unitPrice = unitPriceOf(line, gross, digits)
  const multiplied = roundToCurrency(unitPrice.times(decimal(line.quantity)), currency)
  const rest = gross.minus(decimal(multiplied.amount))
  const extra = (description: string, amount: Decimal): TrytonLine => ({
    product: null,
    unit: null,
    quantity: '1',
    unitPrice: amount.toFixed(),
    description: `${line.offerName}: ${description}`,
    tax,
  })
  return [
    {
      product: ids.items.get(line.sku) ?? null,
      unit: ids.units.get(line.unitCode) ?? null,
      quantity: line.quantity,
      unitPrice: unitPrice.toFixed(),
      description: `${line.productName}: ${line.offerName}`,
      tax,
    },
    ...(rest.isZero() ? [] : [extra('rounding', rest)]),
    ...line.adjustments.map(({ reason, amount, isCharge }) =>
      extra(reason, isCharge ? decimal(amount) : decimal(amount).negated()),
    ),
  ]
}

interface Wanted {
  currency: string
  ids: ErpIds
  /** Fraction digits of a unit price. */
  digits: number
}

/**
 * An order's lines as lines of a sale whose sum is ours to the cent. Tryton multiplies and rounds by itself and keeps fewer
 * digits of a price (`price_decimal`, 4 as it is delivered): what is then missing is a line of its own, as are setup fees
 * and promotions.
 */
export function trytonLines(
  { lines, currency }: OrderDocument,
  { ids, digits }: Pick<Wanted, 'ids' | 'digits'>,
): TrytonLine[] {
  return lines.flatMap((line) => linesOf(line, { currency, ids, digits }))
}
