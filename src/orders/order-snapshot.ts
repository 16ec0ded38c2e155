import { discountTotals, type LineDiscount } from '../catalog/discount.rules.ts'
import { decimal, currencyExponent, fromMinorUnits, type MoneyValue } from '../platform/money.ts'
import type { LineChange } from './line-change.view.ts'
import type { LinePromotion } from './line-promotion.view.ts'
import type { OrderLineSnapshot, OrderSnapshot } from './order-snapshot.schema.ts'
import type { Order, OrderLine } from './order.entity.ts'
import { priceOrder, recordedStart } from './price-order.ts'

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

/** At least the digits of the currency: a unit price may carry more. */
function precise(amount: string, currency: string): MoneyValue {
  const exact = decimal(amount)
  return {
    amount: exact.toFixed(Math.max(exact.decimalPlaces(), currencyExponent(currency))),
    currency,
  }
}

function changeSnapshot(change: LineChange): OrderLineSnapshot['change'] {
  const { before, quantityDelta, reason, endDate, autoRenew, renewalTerm, renewalQuantity } = change
  const { offerId, offerName, quantity } = before
  const renewal = { autoRenew, renewalTerm, renewalQuantity }
  return { before: { offerId, offerName, quantity }, quantityDelta, reason, endDate, ...renewal }
}

function promotionSnapshot(promotion: LinePromotion): OrderLineSnapshot['promotion'] {
  const { validTo: _validTo, ...told } = promotion
  return told
}

function lineSnapshot(line: OrderLine, discount: LineDiscount | null): OrderLineSnapshot {
  const { item } = line
  return {
    id: line.id,
    lineNumber: line.lineNumber,
    parentLineNumber: line.parentLineNumber,
    action: line.action,
    subscriptionId: line.subscriptionId,
    change: line.change && changeSnapshot(line.change),
    status: line.status,
    offerId: line.offerId,
    offerName: item.offerName,
    productId: item.productId,
    productName: item.productName,
    vendorId: item.vendorId,
    vendorName: item.vendorName,
    skuCode: item.skuCode,
    vendorPartNumber: item.vendorPartNumber,
    quantity: line.quantity,
    unitOfMeasure: item.unitOfMeasure,
    unitPrice: precise(line.unitPrice, line.currency),
    setupFee: precise(line.setupFee, line.currency),
    lineTotal: fromMinorUnits(line.lineTotalMinor, line.currency),
    paymentModel: item.paymentModel,
    chargeTiming: item.chargeTiming,
    commitmentTerm: item.commitmentTerm,
    billingPeriod: item.billingPeriod,
    coTermDate: line.coTermDate,
    coTermWithSubscriptionId: line.coTermWithSubscriptionId,
    prorationFactor: line.prorationFactor,
    promotion: line.promotion && promotionSnapshot(line.promotion),
    discount,
    provisioning: line.provisioningAnswers,
    attempt: line.attempt,
    vendorReference: line.vendorReference,
    failure: line.failure,
    informationRequest: line.informationRequest && {
      message: line.informationRequest.message,
      items: line.informationRequest.items,
      requestedAt: new Date(line.informationRequest.requestedAt).toISOString(),
    },
    fulfilledAt: iso(line.fulfilledAt),
  }
}

/**
 * The whole order as events tell it, as it stands now; with a line number, that line alone of its lines. They must be
 * loaded.
 */
export function orderSnapshot(order: Order, lineNumber?: number): OrderSnapshot {
  const { lines, totals } = priceOrder(order, recordedStart(order))
  const { lineTotal, setupTotal, firstInvoiceTotal, monthlyRecurring, annualRecurring, totalContractValue } =
    totals
  const prices = lines.filter(({ line }) => line.currency === order.currency).map(({ price }) => price)
  return {
    id: order.id,
    orderNumber: order.orderNumber,
    type: order.type,
    status: order.status,
    outcome: order.outcome,
    statusReason: order.statusReason,
    version: order.version,
    revision: order.revision,
    currency: order.currency,
    ...order.parties,
    purchaseOrderNumber: order.purchaseOrderNumber,
    costCenter: order.costCenter,
    externalReference: order.externalReference,
    invoiceEmail: order.invoiceEmail,
    billTo: order.billTo,
    notes: order.notes,
    contacts: order.contacts,
    provisioning: order.provisioningAnswers,
    lines: lines
      .filter(({ line }) => lineNumber === undefined || line.lineNumber === lineNumber)
      .toSorted((a, b) => a.line.lineNumber - b.line.lineNumber)
      .map(({ line, price }) => lineSnapshot(line, price.discount)),
    totals: {
      lineTotal,
      setupTotal,
      firstInvoiceTotal,
      monthlyRecurring,
      annualRecurring,
      totalContractValue,
      ...discountTotals(prices, order.currency),
    },
    priceValidUntil: iso(order.priceValidUntil),
    createdAt: order.createdAt.toISOString(),
    submittedAt: iso(order.submittedAt),
    placedAt: iso(order.placedAt),
    requestedStartDate: order.requestedStartDate,
    expiresAt: iso(order.expiresAt),
  }
}
