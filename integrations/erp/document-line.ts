import type { OrderDocumentSource } from '../../src/orders/order-document-port.ts'
import { decimal, multiply, roundToCurrency, sum, zero, type MoneyValue } from '../../src/platform/money.ts'
import type { DetailName, DocumentAdjustment, DocumentLine, DocumentTaxCategory } from './order-document.ts'
import { plainText } from './plain-text.ts'
import { unitCode } from './unit-codes.ts'

type Line = OrderDocumentSource['order']['lines'][number]

/** What a receiver that multiplies may be off by, as Peppol counts. */
const slack = '0.02'

/** The amount without closing zeros after its point: 11.70 is 11.7. */
const plain = (amount: string): string => decimal(amount).toFixed()

function less(from: MoneyValue, taken: MoneyValue): MoneyValue {
  return roundToCurrency(decimal(from.amount).minus(decimal(taken.amount)), from.currency)
}

/** What `per` units cost, so that price times quantity is the line's amount. */
function priceOf({ unitPrice, quantity, lineTotal }: Line): DocumentLine['price'] {
  const product = decimal(unitPrice.amount).times(decimal(quantity))
  const isExact = product.minus(decimal(lineTotal.amount)).abs().lessThanOrEqualTo(slack)
  if (isExact || decimal(quantity).isZero()) return { amount: plain(unitPrice.amount), per: '1' }
  return { amount: plain(lineTotal.amount), per: plain(quantity) }
}

function setupOf({ setupFee, paymentModel }: Line): MoneyValue {
  const isFree = paymentModel === 'TRIAL' || paymentModel === 'FREE'
  return isFree ? zero(setupFee.currency) : roundToCurrency(setupFee.amount, setupFee.currency)
}

/** The setup fee at the promotion, rounded once. */
function discountedSetup({ setupFee, promotion }: Line): MoneyValue {
  const kept = decimal('100')
    .minus(decimal(promotion?.percentOff ?? '0'))
    .div(100)
  return multiply(setupFee, kept)
}

function adjustmentsOf(line: Line): DocumentAdjustment[] {
  const { promotion, discount, lineTotal } = line
  const setup = setupOf(line)
  const charge = { isCharge: true, code: 'SU', reason: 'Setup fee', amount: setup.amount }
  const allowances: Array<[string, MoneyValue]> = []
  if (promotion) {
    const name = plainText(promotion.name) ?? promotion.code
    if (discount) allowances.push([name, less(lineTotal, discount.discountedLineTotal)])
    if (promotion.components.includes('SETUP'))
      allowances.push([`${name}: setup fee`, less(setup, discountedSetup(line))])
  }
  const taken = allowances.map(([reason, { amount }]) => ({ isCharge: false, code: '95', reason, amount }))
  return [charge, ...taken].filter(({ amount }) => decimal(amount).greaterThan(0))
}

function netOf(gross: MoneyValue, adjustments: readonly DocumentAdjustment[]): MoneyValue {
  const { currency } = gross
  const charges = adjustments.filter(({ isCharge }) => isCharge)
  const allowances = adjustments.filter(({ isCharge }) => !isCharge)
  const all = (some: readonly DocumentAdjustment[]) =>
    sum(
      some.map(({ amount }) => ({ amount, currency })),
      currency,
    )
  return less(sum([gross, all(charges)]), all(allowances))
}

/** How the supply is taxed; null: not calculated. */
function taxCategoryOf({ treatment, rate }: OrderDocumentSource['tax']): DocumentTaxCategory | null {
  if (rate === null || treatment === 'NOT_CALCULATED') return null
  if (treatment === 'OUTSIDE_SCOPE') return { code: 'O', percent: null }
  if (treatment === 'REVERSE_CHARGE') return { code: 'AE', percent: '0' }
  return { code: decimal(rate).greaterThan(0) ? 'S' : 'Z', percent: plain(rate) }
}

function taxOf(net: MoneyValue, category: DocumentTaxCategory | null): string | null {
  return category && multiply(net, decimal(category.percent ?? '0').div(100)).amount
}

function changeDetails({ change }: Line): Partial<Record<DetailName, string | null | undefined>> {
  if (!change) return {}
  const { before, endDate, reason, renewalTerm, renewalQuantity } = change
  return {
    offerIdBefore: before.offerId,
    offerBefore: before.offerName,
    quantityBefore: plain(before.quantity),
    quantityDelta: plain(change.quantityDelta),
    endDate,
    reason,
    autoRenew: change.autoRenew?.toString(),
    renewalTerm,
    renewalQuantity: renewalQuantity && plain(renewalQuantity),
  }
}

function detailsOf(line: Line, source: OrderDocumentSource): DocumentLine['details'] {
  const { promotion, discount } = line
  const details: Partial<Record<DetailName, string | null | undefined>> = {
    orderType: source.order.type,
    action: line.action,
    parentLineNumber: line.parentLineNumber?.toString(),
    offerId: line.offerId,
    productId: line.productId,
    vendorId: line.vendorId,
    vendor: line.vendorName,
    unitOfMeasure: line.unitOfMeasure,
    paymentModel: line.paymentModel,
    chargeTiming: line.chargeTiming,
    commitmentTerm: line.commitmentTerm,
    billingPeriod: line.billingPeriod,
    coTermDate: line.coTermDate,
    coTermWithSubscriptionId: line.coTermWithSubscriptionId,
    prorationFactor: line.prorationFactor,
    promotionCode: promotion?.code,
    promotionPercentOff: promotion && plain(promotion.percentOff),
    promotionEndsOn: discount?.endsOn,
    subscriptionId: line.subscriptionId,
    begunByOrder: source.begunBy[line.subscriptionId ?? ''],
    ...changeDetails(line),
  }
  return textsOf(details)
}

function textsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(values).flatMap(([name, value]) => {
    const isScalar = ['string', 'number', 'boolean'].includes(typeof value)
    const text = isScalar ? plainText(String(value)) : null
    const key = plainText(name)
    return text && key ? [[key, text] as const] : []
  })
  return Object.fromEntries(texts)
}

/** One line as other systems take it. */
export function documentLine(line: Line, source: OrderDocumentSource): DocumentLine {
  const cancels = line.action === 'CANCEL'
  const { currency } = source.order
  const adjustments = cancels ? [] : adjustmentsOf(line)
  const net = cancels ? zero(currency) : netOf(line.lineTotal, adjustments)
  const taxCategory = taxCategoryOf(source.tax)
  const unitPrice = plain(line.unitPrice.amount)
  return {
    number: line.lineNumber,
    action: line.action,
    productName: plainText(line.productName) ?? line.productId,
    offerName: plainText(line.offerName) ?? line.offerId,
    sku: plainText(line.skuCode) ?? line.offerId,
    vendorPartNumber: plainText(line.vendorPartNumber) ?? line.offerId,
    quantity: cancels ? '0' : plain(line.quantity),
    unitCode: unitCode(line.unitOfMeasure),
    unitPrice,
    price: cancels ? { amount: unitPrice, per: '1' } : priceOf(line),
    adjustments,
    net: net.amount,
    tax: taxOf(net, taxCategory),
    taxCategory,
    details: detailsOf(line, source),
    provisioning: textsOf({ ...source.order.provisioning, ...line.provisioning }),
  }
}
