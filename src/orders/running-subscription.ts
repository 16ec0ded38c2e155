import { localDate, type CalendarDate } from '../platform/calendar.ts'
import type { RunningTerms } from './change-price.rules.ts'
import type { RunningSubscription } from './change.rules.ts'
import type { CloudSubscription } from './cloud-subscription.entity.ts'

/** The day from which terms and periods are counted; what was made before such days were kept counts from activation. */
function termStartOf({ termStartDate, activatedAt }: CloudSubscription, timeZone: string): CalendarDate {
  return termStartDate ?? localDate(activatedAt, timeZone)
}

/** How a subscription is charged, on its seller's calendar. */
function termsOf(subscription: CloudSubscription, timeZone: string): RunningTerms {
  const { quantity, unitPrice, tieredPrice, item, promotion } = subscription
  const { commitmentTerm, billingPeriod, paymentModel, chargeTiming } = item
  const termStartDate = termStartOf(subscription, timeZone)
  const terms = { commitmentTerm, billingPeriod, paymentModel, chargeTiming, termStartDate }
  const { percentOff, endsOn } = promotion ?? {}
  const discount = percentOff === undefined ? {} : { discount: { percentOff, endsOn: endsOn ?? null } }
  return { quantity, unitPrice, ...(tieredPrice ? { tieredPrice } : {}), ...terms, ...discount }
}

/** A subscription as the rules of change see it. */
export function runningSubscription(subscription: CloudSubscription, timeZone: string): RunningSubscription {
  const { status, cancellationDate, offerId, item, windows, autoRenew } = subscription
  const { minQuantity: min, maxQuantity: max, quantityStep: step } = item
  return {
    status,
    cancellationDate,
    offerId,
    offerName: item.offerName,
    productId: item.productId,
    terms: termsOf(subscription, timeZone),
    range: { min, max, step },
    windows,
    autoRenew,
  }
}
