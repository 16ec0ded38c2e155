import type { OrderDocumentSource } from '../../src/orders/order-document-port.ts'

type Snapshot = OrderDocumentSource['order']

/**
 * What the receiver is to do. ORDER: something new. CHANGE: change what was ordered, or what runs. CANCELLATION: undo
 * an order, or end what runs.
 */
export type DocumentKind = 'ORDER' | 'CHANGE' | 'CANCELLATION'

/** Where somebody is. */
export interface DocumentAddress {
  line1: string | null
  line2: string | null
  postalCode: string | null
  city: string | null
  region: string | null
  /** ISO 3166-1 alpha-2. */
  country: string
}

/** Whom to ask. */
export interface DocumentContact {
  name: string
  phone: string | null
  email: string | null
}

/** A company. */
export interface DocumentParty {
  /** The reseller's own number for it (`externalReference`), else our id. */
  id: string
  name: string
  /** Its electronic address in Peppol. */
  endpoint: { scheme: string; id: string } | null
  taxId: string | null
  address: DocumentAddress
  contact: DocumentContact | null
}

/** Something added to a line or taken off it, for one whole billing period. */
export interface DocumentAdjustment {
  isCharge: boolean
  /** UNCL 7161 for charges (SU: set-up), UNCL 5189 for allowances (95: discount). */
  code: string
  reason: string
  /** Decimal string, rounded to the currency; never negative. */
  amount: string
}

/** How something is taxed, by UNCL 5305: S standard, Z zero, AE reverse charge, O outside the scope. */
export interface DocumentTaxCategory {
  code: 'S' | 'Z' | 'AE' | 'O'
  /** Percent as a decimal string; null where there is no rate. */
  percent: string | null
}

/** What else a line says; only what it has. Keys are the names in UBL's AdditionalItemProperty and in CSV. */
export const DETAIL_NAMES = [
  'orderType',
  'action',
  'parentLineNumber',
  'offerId',
  'productId',
  'vendorId',
  'vendor',
  'unitOfMeasure',
  'paymentModel',
  'chargeTiming',
  'commitmentTerm',
  'billingPeriod',
  'coTermDate',
  'coTermWithSubscriptionId',
  'prorationFactor',
  'promotionCode',
  'promotionPercentOff',
  'promotionEndsOn',
  'subscriptionId',
  'begunByOrder',
  'offerIdBefore',
  'offerBefore',
  'quantityBefore',
  'quantityDelta',
  'endDate',
  'reason',
  'autoRenew',
  'renewalTerm',
  'renewalQuantity',
] as const
export type DetailName = (typeof DETAIL_NAMES)[number]

/** One line. Amounts are decimal strings in the document's currency, for one whole billing period. */
export interface DocumentLine {
  /** Ours, stable through revisions. */
  number: number
  action: Snapshot['lines'][number]['action']
  productName: string
  offerName: string
  /** The seller's. */
  sku: string
  /** The vendor's. */
  vendorPartNumber: string
  /** After the line is delivered; 0 when it cancels. */
  quantity: string
  /** UN/ECE Recommendation 20. */
  unitCode: string
  /** Of one unit, up to 8 fraction digits. */
  unitPrice: string
  /**
   * What `per` units cost. Where unit price times quantity is not the line's amount (prices by tiers, currencies without
   * fractions), it is the price of all units, so that the receiver's sum is ours.
   */
  price: { amount: string; per: string }
  adjustments: DocumentAdjustment[]
  /** Price, plus charges, less allowances. */
  net: string
  /** Null: not calculated. */
  tax: string | null
  taxCategory: DocumentTaxCategory | null
  details: Partial<Record<DetailName, string>>
  /** Provisioning answers by key, the order's and the line's own; sensitive ones are never told. */
  provisioning: Record<string, string>
}

/**
 * An order as other systems take it, neutral of their formats. Amounts are those of one whole billing period, setup fees
 * and promotions included: what is prorated or comes later is the invoice's.
 */
export interface OrderDocument {
  kind: DocumentKind
  /** Of this document: the order number; of later revisions with their number behind it. */
  id: string
  orderId: string
  /** Ours; the key by which the receiver finds what it has already. */
  orderNumber: string
  /** From 2 on it replaces what was sent before. */
  revision: number
  type: Snapshot['type']
  /** ISO 8601. */
  issuedAt: string
  /** `yyyy-mm-dd`: last day of its prices. */
  validUntil: string | null
  currency: string
  /** Fraction digits of amounts: JPY 0, EUR 2, KWD 3. */
  currencyDigits: number
  purchaseOrderNumber: string | null
  costCenter: string | null
  externalReference: string | null
  /** Numbers of the orders that this one changes or cancels; its own, when a revision or cancellation of itself. */
  changes: string[]
  notes: string | null
  /** Of a cancellation: what ends, and why. */
  reason: string | null
  /** `yyyy-mm-dd`: nothing is delivered before. */
  requestedStartDate: string | null
  paymentTermsDays: number | null
  buyer: DocumentParty
  seller: DocumentParty
  /** Whom invoices address: the account. */
  invoicee: DocumentParty
  /** Whom to ask about the delivery. */
  technicalContact: DocumentContact | null
  /** By number. */
  lines: DocumentLine[]
  /** Sums of the lines; tax and gross null: not calculated. */
  totals: { net: string; tax: string | null; gross: string | null }
}
