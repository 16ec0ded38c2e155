import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { isCalendarDate } from '../platform/calendar.ts'
import { refuse, refuseAll } from '../platform/errors.ts'
import { money } from '../platform/money.view.ts'
import { load } from '../platform/load.ts'
import { coTermProblem, priceUntil } from './co-term.rules.ts'
import { estimateTaxes } from './estimate-taxes.ts'
import { findBuyer, type Buyer } from './find-buyer.ts'
import type { NearestPrice } from './find-prices.ts'
import { invoiceDates } from './invoice-dates.rules.ts'
import { InvoiceInformation } from './invoice-information.view.ts'
import { loadPrice } from './load-price.ts'
import type { Offer } from './offer.entity.ts'
import { priceComponents } from './price-components.ts'
import { quantityProblem, type LineToPrice, type PricedLine } from './pricing.rules.ts'
import { Product } from './product.entity.ts'
import { shownUnitPrice } from './tiers.rules.ts'
import { visibleMargin } from './visible-margin.ts'

interface Asked {
  quantity: string
  organizationId: string
  accountId?: string | null | undefined
  startDate?: string | null | undefined
  coTermDate?: string | null | undefined
}

function refuseBadInput(offer: Offer, { quantity, startDate, coTermDate }: Asked): void {
  const { minQuantity: min, maxQuantity: max, quantityStep: step } = offer
  const problem = quantityProblem(quantity, { min, max, step })
  const dates = Object.entries({ startDate, coTermDate })
  const message = 'Enter a day as yyyy-mm-dd.'
  refuseAll([
    ...(problem ? [{ ...problem, path: ['quantity'] }] : []),
    ...dates
      .filter(([, day]) => typeof day === 'string' && !isCalendarDate(day))
      .map(([field]) => ({ code: 'DATE_INVALID', message, path: [field] })),
  ])
}

function lineOf(ctx: Ctx, offer: Offer, { price, asked, timeZone }: Priced): LineToPrice {
  const { commitmentTerm, billingPeriod, paymentModel, chargeTiming } = offer
  const { unitPrice, model, tiers, setupFee, currency } = price
  const startDate = asked.startDate ?? ctx.clock.now().toISOString()
  const terms = { commitmentTerm, billingPeriod, paymentModel, chargeTiming }
  return {
    quantity: asked.quantity,
    unitPrice,
    model,
    tiers,
    setupFee,
    currency,
    ...terms,
    startDate,
    timeZone,
  }
}

interface Priced {
  price: NearestPrice
  asked: Asked
  timeZone: string
}

function priceAsked(line: LineToPrice, { coTermDate: end = null }: Asked): PricedLine & { factor: string } {
  const problem = end === null ? null : coTermProblem(line, end)
  if (problem) throw refuse(problem.code, problem.message, ['coTermDate'])
  return priceUntil(line, end)
}

/** Who is charged, and where the invoice goes. */
function partiesOf({ seller, organization, account }: Buyer) {
  return {
    seller,
    organization,
    account,
    billTo: account?.address ?? organization.address,
    taxId: organization.taxId,
    invoiceEmail: account?.invoiceEmail ?? null,
    paymentTermsDays: account?.paymentTermsDays ?? null,
  }
}

function amountsOf(line: LineToPrice, priced: PricedLine & { factor: string }) {
  return {
    lineNet: priced.lineTotal,
    setupFee: priced.setupTotal,
    firstInvoiceTotal: priced.firstInvoiceTotal,
    recurringAmount: priced.recurringAmount,
    recurringPeriod: priced.chargePeriod,
    monthlyRecurring: priced.monthlyRecurring,
    nextBillingDate: priced.nextBillingDate,
    totalContractValue: priced.totalContractValue,
    commitmentEndDate: priced.commitmentEndDate,
    prorationFactor: priced.factor,
    ...invoiceDates(line, priced),
  }
}

/**
 * What ordering a quantity of an offer would put on the organization's invoices, from today or a given day on; null when
 * it cannot be bought there. Refuses quantities that could not be ordered (QUANTITY_INVALID, _TOO_LOW, _TOO_HIGH, _STEP),
 * days that are none (DATE_INVALID) or no possible end (CO_TERM_NOT_POSSIBLE, CO_TERM_INVALID), and an organization or
 * account out of sight (NOT_FOUND).
 */
export async function estimateInvoice(
  ctx: Ctx,
  offer: Offer,
  asked: Asked,
): Promise<InvoiceInformation | null> {
  allow(ctx, Permission.CATALOG_READ)
  refuseBadInput(offer, asked)
  const buyer = await findBuyer(ctx, asked)
  const { currency, sellers, organization, seller } = buyer
  const wanted = { offerId: offer.id, currency, sellers, organizationId: organization.id }
  const [price, product] = await Promise.all([loadPrice(ctx, wanted), load(ctx, Product, offer.productId)])
  if (!price || offer.status !== 'ON_SALE') return null
  const { quantity } = asked
  const line = lineOf(ctx, offer, { price, asked, timeZone: seller?.timeZone ?? organization.timeZone })
  const priced = priceAsked(line, asked)
  const parties = partiesOf(buyer)
  const amounts = amountsOf(line, priced)
  const { billTo } = parties
  const supply = { seller: seller ?? organization, buyer: organization, billTo, currency }
  const { tax } = estimateTaxes(ctx, {
    ...supply,
    day: amounts.servicePeriodStart,
    nets: [priced.firstInvoiceTotal],
  })
  const nearest = price.chain.at(-1)
  return Object.assign(new InvoiceInformation(), {
    ...parties,
    ...amounts,
    description: `${product?.name ?? offer.skuCode}: ${offer.name}`,
    quantity,
    currency,
    unitOfMeasure: offer.unitOfMeasure,
    unitPrice: money(shownUnitPrice(price, quantity), currency),
    listUnitPrice: nearest?.listUnitPrice ? money(nearest.listUnitPrice, currency) : null,
    discountPercent: nearest?.basis === 'LIST_MINUS' ? nearest.percent : null,
    components: priceComponents(offer, price, currency),
    tax,
    margin: visibleMargin(ctx, { chain: price.chain, quantity, currency, offer }),
    validUntil: price.validUntil,
    isEstimate: true,
  })
}
