import type { Ctx } from '../access/ctx.ts'
import { estimateTaxes } from '../catalog/estimate-taxes.ts'
import { invoiceDates } from '../catalog/invoice-dates.rules.ts'
import type { PriceTerms } from '../catalog/price-chain.rules.ts'
import { priceComponents } from '../catalog/price-components.ts'
import { discountTotals, recurringCharges, type DiscountedLine } from '../catalog/discount.rules.ts'
import { sum, type MoneyValue } from '../platform/money.ts'
import { money, type Money } from '../platform/money.view.ts'
import type { InvoicePreviewLine, OrderInvoicePreview } from './invoice-preview.view.ts'
import { linesOf } from './lines-of.ts'
import { marginOfLine } from './margin-of-line.ts'
import { orderContext } from './order-context.ts'
import type { Order, OrderLine } from './order.entity.ts'
import { lineToPrice, priceOrder, type OrderStart } from './price-order.ts'
import { startDayOf } from './start-day.rules.ts'

function termsOf({ unitPrice, setupFee, pricing }: OrderLine): PriceTerms {
  const { model = 'FLAT', tiers = [], usage = null } = pricing ?? {}
  return { model, unitPrice, tiers, setupFee, usage }
}

/** What the line says of its price, besides amounts. */
function quotedPrice(line: OrderLine) {
  const { currency, item, pricing } = line
  const nearest = pricing?.chain.at(-1)
  return {
    unitPrice: money(line.unitPrice, currency),
    listUnitPrice: nearest?.listUnitPrice ? money(nearest.listUnitPrice, currency) : null,
    discountPercent: nearest?.basis === 'LIST_MINUS' ? nearest.percent : null,
    components: priceComponents(item, termsOf(line), currency),
    setupFee: money(line.setupFee, currency),
  }
}

interface PreviewedLine {
  line: OrderLine
  price: DiscountedLine
  taxAmount: MoneyValue | null
}

function previewLine(
  ctx: Ctx,
  { line, price, taxAmount }: PreviewedLine,
  start: OrderStart,
): InvoicePreviewLine {
  const { item, lineNumber, quantity } = line
  const { commitmentTerm, billingPeriod, chargeTiming, skuCode, vendorPartNumber, unitOfMeasure } = item
  const { lineTotal, firstInvoiceTotal, recurringAmount, chargePeriod, nextBillingDate, commitmentEndDate } =
    price
  return {
    lineNumber,
    description: `${item.productName}: ${item.offerName}`,
    skuCode,
    vendorPartNumber,
    quantity,
    unitOfMeasure,
    ...quotedPrice(line),
    promotion: line.promotion,
    discount: price.discount && { ...price.discount, discountedSetupFee: price.setupTotal },
    lineTotal,
    firstInvoiceTotal,
    recurringAmount,
    chargePeriod,
    nextBillingDate,
    commitmentEndDate,
    commitmentTerm,
    billingPeriod,
    chargeTiming,
    ...invoiceDates(lineToPrice(line, start), price),
    coTermDate: line.coTermDate,
    prorationFactor: price.factor,
    taxAmount,
    margin: marginOfLine(ctx, line),
  }
}

/** What the reseller keeps of all lines; null when it may not be seen, or is not known of one of them. */
function marginTotal(lines: readonly InvoicePreviewLine[], currency: string): Money | null {
  const margins = lines.flatMap(({ margin }) => (margin ? [margin.margin] : []))
  const isKnown = lines.length > 0 && margins.length === lines.length
  return isKnown && margins.every((one) => one.currency === currency) ? sum(margins, currency) : null
}

function headOf(order: Order) {
  const { purchaseOrderNumber, costCenter, externalReference, currency } = order
  const isEstimate = order.status !== 'FULFILLED'
  return {
    purchaseOrderNumber,
    costCenter,
    externalReference,
    currency,
    validUntil: order.priceValidUntil,
    isEstimate,
  }
}

/** What the order puts on invoices, as if it started when it was to when it was submitted, or now. Days are the seller's. */
export async function previewInvoice(ctx: Ctx, order: Order): Promise<OrderInvoicePreview> {
  await linesOf(order)
  const { organization, account, seller } = await orderContext(ctx, order)
  const { timeZone } = seller
  const day = startDayOf(order, { now: ctx.clock.now(), timeZone })
  const start = { startDate: day, timeZone }
  const { lines, totals } = priceOrder(order, start)
  const { currency } = order
  const billTo = account.address ?? organization.address
  const sorted = lines.toSorted((a, b) => a.line.lineNumber - b.line.lineNumber)
  const summed = sorted.filter(({ line }) => line.currency === currency)
  const prices = summed.map(({ price }) => price)
  const nets = summed.map(({ price }) => price.firstInvoiceTotal)
  const supply = { seller, buyer: organization, billTo, day, currency, nets }
  const { tax, lines: taxes } = estimateTaxes(ctx, supply)
  const previewed = sorted.map((one) => {
    const taxAmount = taxes?.[summed.indexOf(one)] ?? null
    return previewLine(ctx, { ...one, taxAmount }, start)
  })
  return {
    ...headOf(order),
    sellerName: seller.name,
    seller: { name: seller.name, taxId: seller.taxId, address: seller.address },
    accountName: account.name,
    billTo,
    taxId: organization.taxId,
    invoiceEmail: order.invoiceEmail ?? account.invoiceEmail,
    paymentTermsDays: account.paymentTermsDays,
    lines: previewed,
    ...totals,
    ...discountTotals(prices, currency),
    recurring: recurringCharges(prices, currency),
    tax,
    marginTotal: marginTotal(previewed, currency),
  }
}
