import { z } from 'zod'
import { LineAction } from './line-change.view.ts'
import { OrderLineStatus, OrderOutcome, OrderStatus, OrderType } from './order-status.ts'

const instant = z.iso.datetime().nullable()
const named = z.object({ id: z.string(), name: z.string() })
const amount = z.object({
  amount: z.string().describe('Decimal string, never a float'),
  currency: z.string().describe('ISO 4217'),
})
const scalar = z.union([z.string(), z.number(), z.boolean()])
const answers = z
  .record(
    z.string(),
    z.union([
      scalar,
      z.array(z.union([z.string(), z.number()])),
      z.record(z.string(), scalar.nullable()),
      z.null(),
    ]),
  )
  .describe('Answers by the key of their question; sensitive ones are never told')

const billToSchema = z
  .object({
    name: z.string(),
    accountName: z.string(),
    taxId: z.string().nullable(),
    address: z
      .object({
        line1: z.string(),
        line2: z.string().nullable().optional(),
        postalCode: z.string().nullable().optional(),
        city: z.string(),
        region: z.string().nullable().optional(),
        country: z.string(),
      })
      .nullable(),
    isOwnAddress: z.boolean().describe('Given for this order'),
    paymentTermsDays: z.int(),
  })
  .nullable()
  .describe('Whom invoices address; null before the contacts are saved')

const changeSchema = z.object({
  before: z.object({ offerId: z.string(), offerName: z.string(), quantity: z.string() }),
  quantityDelta: z.string().describe('Units more than before; negative: fewer'),
  reason: z.string().nullable().describe('Of a cancellation'),
  endDate: z.string().nullable().describe('yyyy-mm-dd: first day without it; null: at once'),
  autoRenew: z.boolean().nullable(),
  renewalTerm: z.string().nullable(),
  renewalQuantity: z.string().nullable(),
})

const promotionSchema = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    percentOff: z.string().describe('Decimal string'),
    components: z.array(z.enum(['RECURRING', 'ONE_TIME', 'SETUP'])),
    billingPeriods: z.int().nullable().describe('Discounted from the start; null: the whole term'),
  })
  .nullable()
  .describe('The promotion whose code was entered')

const discountSchema = z
  .object({
    discountedLineTotal: amount.describe('One whole billing period while the promotion lasts'),
    firstInvoiceDiscount: amount.describe('Taken off what falls due at the start'),
    contractDiscount: amount.describe('Taken off the total contract value'),
    recurringAmountAfter: amount.describe('What later invoices charge once the promotion is over'),
    endsOn: z.string().nullable().describe('yyyy-mm-dd: first day at full price'),
  })
  .nullable()
  .describe('What the promotion makes of the line; totals are less it already')

const lineSchema = z.object({
  id: z.string(),
  lineNumber: z.int(),
  parentLineNumber: z.int().nullable(),
  action: z.enum(LineAction).describe('What the line does; ADD unless it changes or cancels what runs'),
  subscriptionId: z.string().nullable().describe('What it changes, cancels, or adds to'),
  change: changeSchema.nullable(),
  status: z.enum(OrderLineStatus),
  offerId: z.string(),
  offerName: z.string(),
  productId: z.string(),
  productName: z.string(),
  vendorId: z.string(),
  vendorName: z.string(),
  skuCode: z.string(),
  vendorPartNumber: z.string(),
  quantity: z.string().describe('Decimal string'),
  unitOfMeasure: z.string(),
  unitPrice: amount.describe('Of one unit for one billing period; up to 8 fraction digits'),
  setupFee: amount,
  lineTotal: amount.describe('Quantity times unit price, rounded once'),
  paymentModel: z.string(),
  chargeTiming: z.string(),
  commitmentTerm: z.string().nullable().describe('ISO 8601 duration'),
  billingPeriod: z.string().nullable().describe('ISO 8601 duration'),
  coTermDate: z.string().nullable().describe('yyyy-mm-dd: its first term ends then; null: a term of its own'),
  coTermWithSubscriptionId: z.string().nullable().describe('The subscription that it ends with'),
  prorationFactor: z.string().describe('Part of a whole period that its first charge is for'),
  promotion: promotionSchema,
  discount: discountSchema,
  provisioning: answers,
  attempt: z.int(),
  vendorReference: z.string().nullable(),
  failure: z
    .object({ code: z.string(), category: z.string(), retryable: z.boolean(), message: z.string() })
    .nullable(),
  informationRequest: z
    .object({
      message: z.string(),
      items: z.array(z.object({ key: z.string(), message: z.string() })),
      requestedAt: z.iso.datetime(),
    })
    .nullable(),
  fulfilledAt: instant,
})

/** An order as events tell it: complete, so that nobody who hears of it has to ask back. */
export const orderSnapshotSchema = z.object({
  id: z.string(),
  orderNumber: z.string().nullable().describe('Null until order.placed'),
  type: z.enum(OrderType),
  status: z.enum(OrderStatus),
  outcome: z.enum(OrderOutcome).nullable(),
  statusReason: z.string().nullable(),
  version: z.int(),
  revision: z.int(),
  currency: z.string(),
  seller: named,
  organization: named.describe('The customer'),
  account: named,
  requestedBy: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    kind: z.string(),
  }),
  purchaseOrderNumber: z.string().nullable(),
  costCenter: z.string().nullable(),
  externalReference: z.string().nullable(),
  invoiceEmail: z.string().nullable(),
  billTo: billToSchema,
  notes: z.string().nullable().describe('For people'),
  contacts: z.array(
    z.object({
      role: z.string(),
      firstName: z.string(),
      lastName: z.string(),
      email: z.string(),
      phone: z.string().nullable(),
    }),
  ),
  provisioning: answers,
  lines: z.array(lineSchema).describe('By number; of an event about one line, that line alone'),
  totals: z.object({
    lineTotal: amount,
    setupTotal: amount,
    firstInvoiceTotal: amount,
    monthlyRecurring: amount,
    annualRecurring: amount,
    totalContractValue: amount,
    firstInvoiceDiscount: amount.describe('What promotions take off the first invoice'),
    contractDiscount: amount.describe('What promotions take off the contract value'),
  }),
  priceValidUntil: instant,
  createdAt: z.iso.datetime(),
  submittedAt: instant,
  placedAt: instant,
  requestedStartDate: z.string().nullable().describe('yyyy-mm-dd: nothing is delivered before'),
  expiresAt: instant.describe('When an untouched draft ends'),
})

/** See {@link orderSnapshotSchema}. */
export type OrderSnapshot = z.infer<typeof orderSnapshotSchema>
export type OrderLineSnapshot = OrderSnapshot['lines'][number]

const eur = (value: string) => ({ amount: value, currency: 'EUR' })

/** A plausible order, for examples and payload previews. */
export const exampleOrder: OrderSnapshot = {
  id: 'ord_06f3k8z0000000000000000001',
  orderNumber: 'SO-2026-000042',
  type: 'NEW',
  status: 'SUBMITTED',
  outcome: null,
  statusReason: null,
  version: 6,
  revision: 1,
  currency: 'EUR',
  seller: { id: 'org_06f3k8z0000000000000000002', name: 'Meridian Cloud' },
  organization: { id: 'org_06f3k8z0000000000000000003', name: 'Alder & Birch Studio' },
  account: { id: 'acc_06f3k8z0000000000000000004', name: 'Head office' },
  requestedBy: {
    id: 'usr_06f3k8z0000000000000000005',
    name: 'Sana Quill',
    email: 'sales@meridian.example',
    kind: 'USER',
  },
  purchaseOrderNumber: 'PO-7781',
  costCenter: null,
  externalReference: null,
  invoiceEmail: null,
  billTo: {
    name: 'Alder & Birch Studio',
    accountName: 'Head office',
    taxId: null,
    address: { line1: '14 Canal Wharf', postalCode: 'EC1Y 8SY', city: 'London', country: 'GB' },
    isOwnAddress: false,
    paymentTermsDays: 30,
  },
  notes: null,
  contacts: [
    {
      role: 'ADMIN',
      firstName: 'Mira',
      lastName: 'Alder',
      email: 'mira@alderbirch.example',
      phone: '+442079460958',
    },
  ],
  provisioning: { primaryDomain: 'alderbirch.example' },
  lines: [
    {
      id: 'oln_06f3k8z0000000000000000006',
      lineNumber: 1,
      parentLineNumber: null,
      action: 'ADD',
      subscriptionId: null,
      change: null,
      status: 'PENDING',
      offerId: 'ofr_06f3k8z0000000000000000007',
      offerName: 'Business Standard, one year, billed monthly',
      productId: 'prd_06f3k8z0000000000000000008',
      productName: 'Business Standard',
      vendorId: 'ven_06f3k8z0000000000000000009',
      vendorName: 'Example Vendor',
      skuCode: 'BS-STD',
      vendorPartNumber: 'BS-STD-P1Y-P1M',
      quantity: '25',
      unitOfMeasure: 'seat',
      unitPrice: eur('11.70'),
      setupFee: eur('0.00'),
      lineTotal: eur('292.50'),
      paymentModel: 'RECURRING',
      chargeTiming: 'IN_ADVANCE',
      commitmentTerm: 'P1Y',
      billingPeriod: 'P1M',
      coTermDate: null,
      coTermWithSubscriptionId: null,
      prorationFactor: '1',
      promotion: null,
      discount: null,
      provisioning: {},
      attempt: 0,
      vendorReference: null,
      failure: null,
      informationRequest: null,
      fulfilledAt: null,
    },
  ],
  totals: {
    lineTotal: eur('292.50'),
    setupTotal: eur('0.00'),
    firstInvoiceTotal: eur('292.50'),
    monthlyRecurring: eur('292.50'),
    annualRecurring: eur('3510.00'),
    totalContractValue: eur('3510.00'),
    firstInvoiceDiscount: eur('0.00'),
    contractDiscount: eur('0.00'),
  },
  priceValidUntil: '2026-12-07T10:00:00.000Z',
  createdAt: '2026-11-23T10:00:00.000Z',
  submittedAt: '2026-11-23T10:12:00.000Z',
  placedAt: '2026-11-23T10:12:00.240Z',
  requestedStartDate: null,
  expiresAt: null,
}
