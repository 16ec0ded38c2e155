import { Collection } from '@mikro-orm/core'
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import type { LinePricing } from '../catalog/line-pricing.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { CurrencyCode, Decimal } from '../platform/money.view.ts'
import { Node } from '../platform/node.view.ts'
import { PlainDecimal } from '../platform/plain-decimal.ts'
import { LineWork } from './line-work.entity.ts'
import { OrderContact, OrderItem, type OrderParties } from './order-parts.view.ts'
import type { OrderSnapshot } from './order-snapshot.schema.ts'
import type { ProvisioningAnswers, SealedAnswers } from './provisioning-value.view.ts'
import { OrderBillTo } from './order-bill-to.view.ts'
import { OrderOutcome, OrderStatus, OrderType } from './order-status.ts'

@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'orders' })
@ObjectType({
  implements: Node,
  description: 'A purchase for a customer organization, from its draft to its delivery.',
})
export class Order {
  @Field(() => ID, { description: 'Opaque id (`ord_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Property({ type: 'text' })
  accountId!: string

  /** Id of the user or API key that started the order. */
  @Property({ type: 'text', fieldName: 'requested_by' })
  requestedById!: string

  @Property({ type: 'json' })
  parties!: OrderParties

  @Field(() => OrderType, { description: 'What the order is for.' })
  @Property({ type: 'text' })
  type: OrderType = 'NEW'

  @Field(() => OrderStatus, { description: 'Where the order stands.' })
  @Property({ type: 'text' })
  status: OrderStatus = 'DRAFT'

  @Field(() => Int, { description: 'Rises with every change; send it back as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version = 1

  @Field(() => Int, { description: 'Rises with every resubmission; the number stays.' })
  @Property({ type: 'integer' })
  revision = 1

  @Field(() => CurrencyCode, { description: "The order's one currency, which is its account's." })
  @Property({ type: 'text' })
  currency!: string

  @Field(() => String, {
    nullable: true,
    description: 'Given once, shortly after submission, and kept for good. Null for drafts.',
  })
  @Property({ type: 'text', nullable: true })
  orderNumber: string | null = null

  @Property({ type: 'text', nullable: true })
  numberSeriesId: string | null = null

  @Property({ type: 'text', nullable: true })
  numberPeriod: string | null = null

  @Property({ type: 'bigint', nullable: true })
  numberSequence: bigint | null = null

  /** Goes up with every save of SELECT_ITEMS that changes a line. */
  @Property({ type: 'integer' })
  itemsRevision = 0

  /** Goes up when the account changes; stages saved against an older value are STALE. */
  @Property({ type: 'integer' })
  accountRevision = 1

  @Property({ type: 'integer', nullable: true })
  itemsSavedAtAccount: number | null = null

  @Field(() => [OrderContact], { description: 'The contacts of this order, by role.' })
  @Property({ type: 'json' })
  contacts: OrderContact[] = []

  @Property({ type: 'integer', nullable: true })
  contactsSavedAtAccount: number | null = null

  /** Answers to the questions that are asked once for the order. */
  @Property({ type: 'json', fieldName: 'provisioning' })
  provisioningAnswers: ProvisioningAnswers = {}

  /** Sensitive ones of them. */
  @Property({ type: 'json' })
  provisioningSecrets: SealedAnswers = {}

  /** Keys of the answers that were taken over from the customer or the reseller. */
  @Property({ type: 'json' })
  provisioningInherited: string[] = []

  @Property({ type: 'integer', nullable: true })
  provisioningSavedAtAccount: number | null = null

  @Field(() => String, { nullable: true, description: "The customer's PO number, at most 80 characters." })
  @Property({ type: 'text', nullable: true })
  purchaseOrderNumber: string | null = null

  @Field(() => String, { nullable: true, description: "The customer's cost center, at most 80 characters." })
  @Property({ type: 'text', nullable: true })
  costCenter: string | null = null

  @Field(() => String, { nullable: true, description: 'Your reference, at most 120 characters.' })
  @Property({ type: 'text', nullable: true })
  externalReference: string | null = null

  @Field(() => String, { nullable: true, description: "Where invoices go, if not to the account's address." })
  @Property({ type: 'text', nullable: true })
  invoiceEmail: string | null = null

  @Field(() => OrderBillTo, {
    nullable: true,
    description: 'Whom invoices address; null before the contacts are saved.',
  })
  @Property({ type: 'json', nullable: true })
  billTo: OrderBillTo | null = null

  @Field(() => String, { nullable: true, description: 'For people; at most 2000 characters.' })
  @Property({ type: 'text', nullable: true })
  notes: string | null = null

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when the prices of all lines hold; select the items again to renew them.',
  })
  @Property({ type: 'datetime', nullable: true })
  priceValidUntil: Date | null = null

  /** The order as it was submitted last; what is approved and delivered. */
  @Property({ type: 'json', nullable: true })
  snapshot: OrderSnapshot | null = null

  /** SHA-256 of what is material: lines, quantities, prices, account, customer. */
  @Property({ type: 'text', nullable: true })
  contentHash: string | null = null

  @Field(() => OrderOutcome, { nullable: true, description: 'Of a FULFILLED order: COMPLETE or PARTIAL.' })
  @Property({ type: 'text', nullable: true })
  outcome: OrderOutcome | null = null

  @Field(() => String, {
    nullable: true,
    description: 'Why the order came to its status, as a person said it.',
  })
  @Property({ type: 'text', nullable: true })
  statusReason: string | null = null

  @Field(() => ID, { nullable: true, description: 'The order that this one was cloned from.' })
  @Property({ type: 'text', nullable: true })
  clonedFrom: string | null = null

  @Field(() => DateTime, { nullable: true, description: 'When it was last submitted.' })
  @Property({ type: 'datetime', nullable: true })
  submittedAt: Date | null = null

  @Field(() => DateTime, { nullable: true, description: 'When it got its number.' })
  @Property({ type: 'datetime', nullable: true })
  placedAt: Date | null = null

  @Field(() => String, {
    nullable: true,
    description: "Day (yyyy-mm-dd) on the seller's calendar before which nothing is delivered.",
  })
  @Property({ type: 'date', nullable: true })
  requestedStartDate: string | null = null

  /** The day that its amounts are counted from, on the seller's calendar. */
  @Property({ type: 'date', nullable: true })
  startDay: string | null = null

  /** Rises with every question and every answer: a link that was made for another one is void. */
  @Property({ type: 'integer' })
  inquiry = 0

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When an untouched draft ends by itself; null until order.expiring has announced it. Saving a stage takes it back.',
  })
  @Property({ type: 'datetime', nullable: true })
  expiresAt: Date | null = null

  @Field(() => DateTime, { description: 'When it was started.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date

  @OneToMany(() => OrderLine, (line) => line.order, { orderBy: { lineNumber: 'asc' }, orphanRemoval: true })
  lines = new Collection<OrderLine>(this)
}

@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'order_line' })
@ObjectType({ description: 'One offer in an order, with its quantity, price and delivery.' })
export class OrderLine extends LineWork {
  @Field(() => ID, { description: 'Opaque id (`oln_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @ManyToOne(() => Order)
  order!: Order

  @Field(() => Int, { description: 'Stable within the order; paths of problems name it.' })
  @Property({ type: 'integer' })
  lineNumber!: number

  @Field(() => Int, { nullable: true, description: 'Line number of the base product of an add-on.' })
  @Property({ type: 'integer', nullable: true })
  parentLineNumber: number | null = null

  @Field(() => ID, { description: 'Id of the offer.' })
  @Property({ type: 'text' })
  offerId!: string

  @Field(() => Decimal, { description: 'How many units.' })
  @Property({ type: PlainDecimal })
  quantity!: string

  @Property({ type: 'text' })
  currency!: string

  /** Price of one unit for one billing period, up to 8 fraction digits. */
  @Property({ type: PlainDecimal })
  unitPrice!: string

  @Property({ type: PlainDecimal })
  setupFee!: string

  /** Quantity times unit price for one billing period, in minor units of the currency. */
  @Property({ type: 'bigint' })
  lineTotalMinor!: bigint

  /** How the price came about, what each seller pays included: confidential, and in no event. */
  @Property({ type: 'json', nullable: true })
  pricing: LinePricing | null = null

  @Field(() => DateTime, { description: 'Until when the price holds.' })
  @Property({ type: 'datetime' })
  priceValidUntil!: Date

  @Field(() => OrderItem, { description: 'What is bought, as it was when selected.' })
  @Property({ type: 'json' })
  item!: OrderItem

  /** The order's itemsRevision at which this line was added or last changed. */
  @Property({ type: 'integer' })
  itemsRevision!: number

  @Property({ type: 'json', fieldName: 'provisioning' })
  provisioningAnswers: ProvisioningAnswers = {}

  /** Its sensitive answers. */
  @Property({ type: 'json' })
  provisioningSecrets: SealedAnswers = {}

  /** The line's itemsRevision when its answers were last saved. */
  @Property({ type: 'integer', nullable: true })
  provisioningSavedAtItems: number | null = null

  @Property({ type: 'datetime' })
  createdAt!: Date

  @Property({ type: 'datetime' })
  updatedAt!: Date
}
