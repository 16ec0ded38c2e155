import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { refuse } from '../platform/errors.ts'
import { money } from '../platform/money.view.ts'
import { findBuyer } from './find-buyer.ts'
import { InvoiceInformation } from './invoice-information.view.ts'
import { loadPrice } from './load-price.ts'
import type { Offer } from './offer.entity.ts'
import { priceLine, quantityProblem } from './pricing.rules.ts'

interface Asked {
  quantity: string
  organizationId: string
  accountId?: string | null | undefined
}

/**
 * What ordering a quantity of an offer today would put on the organization's invoices; null when it cannot be bought
 * there. Refuses quantities that could not be ordered (QUANTITY_INVALID, _TOO_LOW, _TOO_HIGH, _STEP), and an
 * organization or account out of sight (NOT_FOUND).
 */
export async function estimateInvoice(
  ctx: Ctx,
  offer: Offer,
  asked: Asked,
): Promise<InvoiceInformation | null> {
  allow(ctx, Permission.CATALOG_READ)
  const { quantity } = asked
  const problem = quantityProblem(quantity, {
    min: offer.minQuantity,
    max: offer.maxQuantity,
    step: offer.quantityStep,
  })
  if (problem) throw refuse(problem.code, problem.message, ['quantity'])
  const buyer = await findBuyer(ctx, asked)
  const { currency, sellers, organization, account, seller } = buyer
  const price = await loadPrice(ctx, {
    offerId: offer.id,
    currency,
    sellers,
    organizationId: organization.id,
  })
  if (!price || offer.status !== 'ON_SALE') return null
  const priced = priceLine({
    quantity,
    unitPrice: price.unitPrice,
    setupFee: price.setupFee,
    currency,
    commitmentTerm: offer.commitmentTerm,
    billingPeriod: offer.billingPeriod,
    paymentModel: offer.paymentModel,
    chargeTiming: offer.chargeTiming,
    startDate: ctx.clock.now().toISOString(),
    timeZone: seller?.timeZone ?? organization.timeZone,
  })
  return Object.assign(new InvoiceInformation(), {
    seller,
    organization,
    account,
    quantity,
    unitOfMeasure: offer.unitOfMeasure,
    currency,
    unitPrice: money(price.unitPrice, currency),
    setupFee: priced.setupTotal,
    lineNet: priced.lineTotal,
    firstInvoiceTotal: priced.firstInvoiceTotal,
    recurringAmount: priced.recurringAmount,
    recurringPeriod: priced.chargePeriod,
    monthlyRecurring: priced.monthlyRecurring,
    nextBillingDate: priced.nextBillingDate,
    totalContractValue: priced.totalContractValue,
    commitmentEndDate: priced.commitmentEndDate,
    validUntil: price.validUntil,
    isEstimate: true,
  })
}
