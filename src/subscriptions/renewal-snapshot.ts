import { unitPriceText } from './subscription-snapshot.ts'
import type { SubscriptionRenewal } from './subscription-renewal.entity.ts'
import type { RenewalSnapshot } from './renewals.events.ts'

/** A renewal as events tell it. */
export function renewalSnapshot(renewal: SubscriptionRenewal): RenewalSnapshot {
  const { renewsOn, hold, offerId, offerName, quantity, currency, unitPrice, before } = renewal
  return {
    renewsOn,
    hold,
    offerId,
    offerName,
    quantity,
    unitPrice: unitPrice === null ? null : { amount: unitPriceText(unitPrice, currency), currency },
    tieredPrice: renewal.tieredPrice,
    priceSource: renewal.priceSource,
    commitmentTerm: renewal.commitmentTerm,
    termEndDate: renewal.termEndDate,
    before: Object.assign({}, before, {
      unitPrice: { amount: unitPriceText(before.unitPrice, currency), currency },
    }),
  }
}
