import { z } from 'zod'
import { defineEvent } from '../events/event.ts'
import { exampleSubscription, subscriptionSchema, tieredPriceSchema } from './subscriptions.events.ts'

const amount = z.object({ amount: z.string(), currency: z.string() })
const renewal = z.object({
  renewsOn: z.string().describe("yyyy-mm-dd: first day of the new term, on the seller's calendar"),
  hold: z
    .enum(['PRICE_MISSING', 'OFFER_RETIRED', 'TERM_NOT_SOLD', 'QUANTITY_NOT_SOLD'])
    .nullable()
    .describe('Why people have to mend it first; null: nothing holds it'),
  offerId: z.string(),
  offerName: z.string(),
  quantity: z.string().describe('Decimal string'),
  unitPrice: amount
    .nullable()
    .describe('Of one unit for one billing period from then on; null while it is held'),
  tieredPrice: tieredPriceSchema,
  priceSource: z
    .enum(['PRICE_LIST', 'LAST_PRICE'])
    .nullable()
    .describe('LAST_PRICE: the offer is no longer sold, and goes on at what it costs now'),
  commitmentTerm: z.string().describe('ISO 8601 duration'),
  termEndDate: z.string().describe('yyyy-mm-dd: first day that is no longer in the new term'),
  before: z
    .object({
      offerId: z.string(),
      offerName: z.string(),
      quantity: z.string(),
      unitPrice: amount,
      commitmentTerm: z.string(),
      termStartDate: z.string(),
      termEndDate: z.string(),
    })
    .describe('The term that ends'),
})

/** What events tell of a renewal. */
export type RenewalSnapshot = z.infer<typeof renewal>

const exampleRenewal: RenewalSnapshot = {
  renewsOn: '2027-11-23',
  hold: null,
  offerId: exampleSubscription.offerId,
  offerName: exampleSubscription.offerName,
  quantity: '20',
  unitPrice: { amount: '12.50', currency: 'EUR' },
  tieredPrice: null,
  priceSource: 'PRICE_LIST',
  commitmentTerm: 'P1Y',
  termEndDate: '2028-11-23',
  before: {
    offerId: exampleSubscription.offerId,
    offerName: exampleSubscription.offerName,
    quantity: '25',
    unitPrice: { amount: '11.70', currency: 'EUR' },
    commitmentTerm: 'P1Y',
    termStartDate: '2026-11-23',
    termEndDate: '2027-11-23',
  },
}

const ofRenewal = {
  subjectType: 'subscription',
  since: '0.1',
  schema: z.object({ subscription: subscriptionSchema, renewal }),
  offeredToWebhooks: true,
}

export const subscriptionRenewalUpcoming = defineEvent({
  ...ofRenewal,
  type: 'subscription.renewal_upcoming',
  description:
    'A cloud subscription will renew as `renewal` says, at that price. It comes RENEWAL_NOTICE_DAYS before the day, and again when its settings change. Tell the customer.',
  example: {
    subscription: { ...exampleSubscription, renewalQuantity: '20' },
    renewal: exampleRenewal,
  },
})

export const subscriptionRenewalHeld = defineEvent({
  ...ofRenewal,
  type: 'subscription.renewal_held',
  description:
    'A cloud subscription cannot renew by itself: `renewal.hold` says what people have to mend. It runs on, unrenewed, until then.',
  example: {
    subscription: exampleSubscription,
    renewal: { ...exampleRenewal, quantity: '25', hold: 'PRICE_MISSING', unitPrice: null, priceSource: null },
  },
})

export const subscriptionRenewed = defineEvent({
  ...ofRenewal,
  type: 'subscription.renewed',
  description:
    'The next term of a cloud subscription has begun. Charge it as `renewal` says from `renewsOn` on.',
  example: {
    subscription: {
      ...exampleSubscription,
      version: 2,
      quantity: '20',
      unitPrice: { amount: '12.50', currency: 'EUR' },
      commitmentEndDate: '2028-11-23',
      nextBillingDate: '2027-12-23',
    },
    renewal: exampleRenewal,
  },
})

export const subscriptionExpired = defineEvent({
  type: 'subscription.expired',
  subjectType: 'subscription',
  description: 'The term of a cloud subscription that does not renew is over. Stop charging it.',
  since: '0.1',
  schema: z.object({ subscription: subscriptionSchema }),
  example: {
    subscription: {
      ...exampleSubscription,
      status: 'EXPIRED',
      version: 3,
      autoRenew: false,
      nextBillingDate: null,
    },
  },
  offeredToWebhooks: true,
})

/** Every event about the end of terms: what is told before, and what follows. */
export const renewalEvents = [
  subscriptionRenewalUpcoming,
  subscriptionRenewalHeld,
  subscriptionRenewed,
  subscriptionExpired,
]
