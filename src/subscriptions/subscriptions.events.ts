import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

const subscription = z.object({
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
  paymentModel: z.string(),
  commitmentTerm: z.string().nullable().describe('ISO 8601 duration'),
  billingPeriod: z.string().nullable().describe('ISO 8601 duration'),
  autoRenew: z.boolean(),
  activatedAt: z.iso.datetime(),
  commitmentEndDate: z.string().nullable().describe('yyyy-mm-dd: first day that is no longer committed'),
  nextBillingDate: z.string().nullable().describe('yyyy-mm-dd'),
})

/** What events tell of a cloud subscription. */
export type SubscriptionSnapshot = z.infer<typeof subscription>

export const subscriptionActivated = defineEvent({
  type: 'subscription.activated',
  subjectType: 'subscription',
  description: 'A cloud subscription runs: the vendor has delivered the order line. Billing may begin.',
  since: '0.1',
  schema: z.object({
    subscription,
    order: z.object({ id: z.string(), orderNumber: z.string().nullable() }),
    orderLine: z.object({ id: z.string(), lineNumber: z.int() }),
  }),
  example: {
    subscription: {
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
      paymentModel: 'RECURRING',
      commitmentTerm: 'P1Y',
      billingPeriod: 'P1M',
      autoRenew: true,
      activatedAt: '2026-11-23T10:12:03.000Z',
      commitmentEndDate: '2027-11-23',
      nextBillingDate: '2026-12-23',
    },
    order: { id: 'ord_06f3k8z0000000000000000001', orderNumber: 'SO-2026-000042' },
    orderLine: { id: 'oln_06f3k8z0000000000000000006', lineNumber: 1 },
  },
  offeredToWebhooks: true,
})
