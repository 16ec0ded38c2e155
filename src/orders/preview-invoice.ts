import type { Ctx } from '../access/ctx.ts'
import type { PricedLine } from '../catalog/pricing.rules.ts'
import { money } from '../platform/money.view.ts'
import { linesOf } from './lines-of.ts'
import { orderContext } from './order-context.ts'
import type { Order, OrderLine } from './order.entity.ts'
import type { InvoicePreviewLine, OrderInvoicePreview } from './order.view.ts'
import { priceOrder } from './price-order.ts'

function previewLine(line: OrderLine, price: PricedLine): InvoicePreviewLine {
  const { item, currency, lineNumber, quantity } = line
  const { lineTotal, firstInvoiceTotal, recurringAmount, chargePeriod, nextBillingDate, commitmentEndDate } =
    price
  return {
    lineNumber,
    description: `${item.productName}: ${item.offerName}`,
    vendorPartNumber: item.vendorPartNumber,
    quantity,
    unitOfMeasure: item.unitOfMeasure,
    unitPrice: money(line.unitPrice, currency),
    setupFee: money(line.setupFee, currency),
    lineTotal,
    firstInvoiceTotal,
    recurringAmount,
    chargePeriod,
    nextBillingDate,
    commitmentEndDate,
  }
}

/** What the order puts on invoices, as if it started when it was submitted, or now. Day and month are the seller's. */
export async function previewInvoice(ctx: Ctx, order: Order): Promise<OrderInvoicePreview> {
  await linesOf(order)
  const { organization, account, seller } = await orderContext(ctx, order)
  const startDate = order.submittedAt ?? ctx.clock.now()
  const { lines, totals } = priceOrder(order, { startDate, timeZone: seller.timeZone })
  return {
    sellerName: seller.name,
    accountName: account.name,
    billTo: account.address ?? organization.address,
    taxId: organization.taxId,
    invoiceEmail: order.invoiceEmail ?? account.invoiceEmail,
    paymentTermsDays: account.paymentTermsDays,
    purchaseOrderNumber: order.purchaseOrderNumber,
    costCenter: order.costCenter,
    currency: order.currency,
    lines: lines
      .toSorted((a, b) => a.line.lineNumber - b.line.lineNumber)
      .map(({ line, price }) => previewLine(line, price)),
    ...totals,
    validUntil: order.priceValidUntil,
    isEstimate: order.status !== 'FULFILLED',
  }
}
