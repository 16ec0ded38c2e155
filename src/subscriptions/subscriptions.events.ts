import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

/** How tiers turn a quantity into an amount, as events tell it. */
export const tieredPriceSchema = z
  .object({
    model: z.enum(['TIERED', 'VOLUME']),
    tiers: z.array(
      z.object({
        upTo: z.string().nullable().describe('Up to and including; null: no end'),
        unitPrice: z.string().describe('Decimal string, up to 8 fraction digits'),
      }),
    ),
  })
  .nullable()
  .describe('How tiers turn the quantity into an amount; null: every unit costs `unitPrice`')

/** What events tell of a cloud subscription. */
export const subscriptionSchema = z.object({
  id: z.string(),
  status: z.enum(['PENDING', 'ACTIVE', 'SUSPENDED', 'CANCELLED', 'EXPIRED']),
  version: z.int(),
  organization: z.object({ id: z.string(), name: z.string() }).describe('The customer'),
  offerId: z.string(),
  offerName: z.string(),
  productId: z.string(),
  productName: z.string(),
  vendorId: z.string(),
  vendorName: z.string(),
  vendorPartNumber: z.string(),
  vendorReference: z.string().describe("The vendor's id of it"),
  quantity: z.string().describe('Decimal string'),
  unitOfMeasure: z.string(),
  unitPrice: z
    .object({ amount: z.string(), currency: z.string() })
    .describe('Of one unit for one billing period; up to 8 fraction digits'),
  tieredPrice: tieredPriceSchema,
  promotion: z
    .object({
      promotionId: z.string(),
      code: z.string(),
      percentOff: z.string().describe('Decimal string: taken off each billing period'),
      endsOn: z
        .string()
        .nullable()
        .describe('yyyy-mm-dd: first day at full price; null: for as long as it runs'),
    })
    .nullable()
    .describe('What takes something off what recurs'),
  paymentModel: z.string(),
  commitmentTerm: z.string().nullable().describe('ISO 8601 duration'),
  billingPeriod: z.string().nullable().describe('ISO 8601 duration'),
  autoRenew: z.boolean(),
  renewalTerm: z.string().nullable().describe('ISO 8601 duration: the commitment after the next renewal'),
  renewalQuantity: z.string().nullable().describe('Units after the next renewal'),
  baseSubscriptionId: z.string().nullable().describe('Of an add-on: what it belongs to'),
  cancellationDate: z.string().nullable().describe('yyyy-mm-dd: first day without it'),
  activatedAt: z.iso.datetime(),
  commitmentEndDate: z.string().nullable().describe('yyyy-mm-dd: first day that is no longer committed'),
  nextBillingDate: z.string().nullable().describe('yyyy-mm-dd'),
})

export type SubscriptionSnapshot = z.infer<typeof subscriptionSchema>

const order = z.object({ id: z.string(), orderNumber: z.string().nullable() })
const orderLine = z.object({ id: z.string(), lineNumber: z.int() })

/** One as examples tell it. */
export const exampleSubscription: SubscriptionSnapshot = {
  id: 'sub_06f3k8z0000000000000000021',
  status: 'ACTIVE',
  version: 1,
  organization: { id: 'org_06f3k8z0000000000000000003', name: 'Alder & Birch Studio' },
  offerId: 'ofr_06f3k8z0000000000000000007',
  offerName: 'Business Standard, one year, billed monthly',
  productId: 'prd_06f3k8z0000000000000000008',
  productName: 'Business Standard',
  vendorId: 'ven_06f3k8z0000000000000000009',
  vendorName: 'Example Vendor',
  vendorPartNumber: 'BS-STD-P1Y-P1M',
  vendorReference: 'SBX-4F1C09A7B2D3',
  quantity: '25',
  unitOfMeasure: 'seat',
  unitPrice: { amount: '11.70', currency: 'EUR' },
  tieredPrice: null,
  promotion: null,
  paymentModel: 'RECURRING',
  commitmentTerm: 'P1Y',
  billingPeriod: 'P1M',
  autoRenew: true,
  renewalTerm: null,
  renewalQuantity: null,
  baseSubscriptionId: null,
  cancellationDate: null,
  activatedAt: '2026-11-23T10:12:03.000Z',
  commitmentEndDate: '2027-11-23',
  nextBillingDate: '2026-12-23',
}

const exampleSource = {
  order: { id: 'ord_06f3k8z0000000000000000001', orderNumber: 'SO-2026-000042' },
  orderLine: { id: 'oln_06f3k8z0000000000000000006', lineNumber: 1 },
}

export const subscriptionActivated = defineEvent({
  type: 'subscription.activated',
  subjectType: 'subscription',
  description: 'A cloud subscription runs: the vendor has delivered the order line. Billing may begin.',
  since: '0.1',
  schema: z.object({ subscription: subscriptionSchema, order, orderLine }),
  example: { subscription: exampleSubscription, ...exampleSource },
  offeredToWebhooks: true,
})

const before = z
  .object({ offerId: z.string(), offerName: z.string(), quantity: z.string() })
  .describe('How it was before')
const exampleBefore = {
  offerId: 'ofr_06f3k8z0000000000000000007',
  offerName: 'Business Standard, one year, billed monthly',
  quantity: '20',
}

export const subscriptionChanged = defineEvent({
  type: 'subscription.changed',
  subjectType: 'subscription',
  description: 'The vendor has changed quantity or plan, as ordered. Charge the difference from now on.',
  since: '0.1',
  schema: z.object({
    subscription: subscriptionSchema,
    action: z.enum(['CHANGE_QUANTITY', 'SWITCH_PLAN']),
    before,
    order,
    orderLine,
  }),
  example: {
    subscription: { ...exampleSubscription, version: 2 },
    action: 'CHANGE_QUANTITY',
    before: exampleBefore,
    ...exampleSource,
  },
  offeredToWebhooks: true,
})

export const subscriptionRenewalChanged = defineEvent({
  type: 'subscription.renewal_changed',
  subjectType: 'subscription',
  description: 'Whether and how a cloud subscription renews was changed, as ordered. Nothing is charged now.',
  since: '0.1',
  schema: z.object({ subscription: subscriptionSchema, order, orderLine }),
  example: {
    subscription: { ...exampleSubscription, version: 2, autoRenew: true, renewalQuantity: '20' },
    ...exampleSource,
  },
  offeredToWebhooks: true,
})

const ending = { ...exampleSubscription, version: 2, autoRenew: false, cancellationDate: '2027-11-23' }

export const subscriptionCancellationScheduled = defineEvent({
  type: 'subscription.cancellation_scheduled',
  subjectType: 'subscription',
  description: 'A cloud subscription will end on a day that is set. It runs, and is charged, until then.',
  since: '0.1',
  schema: z.object({ subscription: subscriptionSchema, reason: z.string().nullable(), order, orderLine }),
  example: { subscription: ending, reason: 'The office closes.', ...exampleSource },
  offeredToWebhooks: true,
})

export const subscriptionCancelled = defineEvent({
  type: 'subscription.cancelled',
  subjectType: 'subscription',
  description: 'A cloud subscription has ended. Stop charging it.',
  since: '0.1',
  schema: z.object({ subscription: subscriptionSchema, reason: z.string().nullable() }),
  example: { subscription: { ...ending, status: 'CANCELLED', version: 3 }, reason: 'The office closes.' },
  offeredToWebhooks: true,
})

export const subscriptionBillingReferenceChanged = defineEvent({
  type: 'subscription.billing_reference_changed',
  subjectType: 'subscription',
  description: 'Invoices carry another reference from a day on, such as a new purchase order number.',
  since: '0.1',
  schema: z.object({
    subscription: subscriptionSchema,
    billingReference: z.string().nullable(),
    effectiveFrom: z.string().describe('yyyy-mm-dd: first day on which it holds'),
  }),
  example: {
    subscription: { ...exampleSubscription, version: 2 },
    billingReference: 'PO-9001',
    effectiveFrom: '2027-01-01',
  },
  offeredToWebhooks: true,
})

/** Every event about cloud subscriptions, in the order of their life. */
export const subscriptionEvents = [
  subscriptionActivated,
  subscriptionChanged,
  subscriptionRenewalChanged,
  subscriptionBillingReferenceChanged,
  subscriptionCancellationScheduled,
  subscriptionCancelled,
]
