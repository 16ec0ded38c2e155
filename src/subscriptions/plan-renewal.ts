import type { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { termAround } from '../orders/change-price.rules.ts'
import { runningSubscription } from '../orders/running-subscription.ts'
import { addDays } from '../platform/calendar.ts'
import { nextTerm, renewalQuantity, type NextTerm } from './renewal.rules.ts'
import type { RenewedFrom } from './subscription-renewal.entity.ts'

/** How a subscription is to renew, by its settings; its price is another question. */
export interface RenewalPlan {
  subscription: CloudSubscription
  term: NextTerm
  quantity: string
  before: RenewedFrom
}

/** The plan of a subscription on its seller's calendar; null without a commitment that could be renewed. */
export function planRenewal(subscription: CloudSubscription, timeZone: string): RenewalPlan | null {
  const { commitmentEndDate, renewalTerm, renewalQuantity: wanted, offerId, item } = subscription
  const { terms } = runningSubscription(subscription, timeZone)
  const { quantity, unitPrice, commitmentTerm, termStartDate } = terms
  if (commitmentEndDate === null || commitmentTerm === null) return null
  const settings = { terms, commitmentEndDate, renewalTerm, renewalQuantity: wanted }
  const term = nextTerm(settings)
  if (!term) return null
  const lastTerm = termAround(terms, addDays(commitmentEndDate, -1))
  const before = {
    offerId,
    offerName: item.offerName,
    quantity,
    unitPrice,
    commitmentTerm,
    termStartDate: lastTerm?.start ?? termStartDate,
    termEndDate: commitmentEndDate,
  }
  return { subscription, term, quantity: renewalQuantity(settings), before }
}
