import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import type { ReductionWindow } from './change.rules.ts'
import { OrderItem } from './order-parts.view.ts'
import { SubscriptionPromotion } from './subscription-promotion.view.ts'
import { TieredPrice } from '../catalog/tiered-price.view.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Decimal } from '../platform/money.view.ts'
import { Node } from '../platform/node.view.ts'
import { PlainDecimal } from '../platform/plain-decimal.ts'

export const CloudSubscriptionStatus = {
  PENDING: 'PENDING',
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'EXPIRED',
} as const
export type CloudSubscriptionStatus = (typeof CloudSubscriptionStatus)[keyof typeof CloudSubscriptionStatus]

registerEnumType(CloudSubscriptionStatus, {
  name: 'CloudSubscriptionStatus',
  description: 'Whether the customer can use it.',
})

@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'cloud_subscription' })
@ObjectType({
  implements: Node,
  description: 'What a delivered order line gave the customer: something that runs at a vendor.',
})
export class CloudSubscription {
  @Field(() => ID, { description: 'Opaque id (`sub_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Property({ type: 'text' })
  orderId!: string

  @Field(() => ID, { description: 'Id of the order line that it was ordered by.' })
  @Property({ type: 'text' })
  orderLineId!: string

  @Field(() => ID, { description: 'Id of the offer.' })
  @Property({ type: 'text' })
  offerId!: string

  @Field(() => CloudSubscriptionStatus, { description: 'Whether the customer can use it.' })
  @Property({ type: 'text' })
  status: CloudSubscriptionStatus = 'ACTIVE'

  @Field(() => Int, { description: 'Rises with every change.' })
  @Property({ type: 'integer' })
  version = 1

  @Field(() => OrderItem, { description: 'What was bought, as it was when ordered.' })
  @Property({ type: 'json' })
  item!: OrderItem

  @Field(() => Decimal, { description: 'How many units.' })
  @Property({ type: PlainDecimal })
  quantity!: string

  @Property({ type: 'text' })
  currency!: string

  /** Of one unit for one billing period, up to 8 fraction digits; with tiers, what is shown of them. */
  @Property({ type: PlainDecimal })
  unitPrice!: string

  @Field(() => TieredPrice, {
    nullable: true,
    description: 'How its tiers turn the quantity into an amount; null: every unit costs the same.',
  })
  @Property({ type: 'json', nullable: true })
  tieredPrice: TieredPrice | null = null

  @Field(() => SubscriptionPromotion, {
    nullable: true,
    description: 'The promotion that takes something off what recurs; null: none.',
  })
  @Property({ type: 'json', nullable: true })
  promotion: SubscriptionPromotion | null = null

  @Field(() => String, { description: "The vendor's id of it." })
  @Property({ type: 'text' })
  vendorReference!: string

  @Field(() => Boolean, {
    description: 'Whether another term follows its commitment; if not, it ends with it (EXPIRED).',
  })
  @Property({ type: 'boolean' })
  autoRenew = true

  @Field(() => ID, {
    nullable: true,
    description: 'Of an add-on: the cloud subscription that it belongs to.',
  })
  @Property({ type: 'text', nullable: true })
  baseSubscriptionId: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'Commitment after the next renewal, when it will be another (ISO 8601).',
  })
  @Property({ type: 'text', nullable: true })
  renewalTerm: string | null = null

  @Field(() => Decimal, {
    nullable: true,
    description: 'Units after the next renewal, when they will be others.',
  })
  @Property({ type: PlainDecimal, nullable: true })
  renewalQuantity: string | null = null

  /** Terms and billing periods are counted from this day on the seller's calendar, forth and back; null: from activation. */
  @Property({ type: 'date', nullable: true })
  termStartDate: string | null = null

  /** Until when the quantity may fall back to what. */
  @Property({ type: 'json' })
  windows: ReductionWindow[] = []

  @Field(() => String, {
    nullable: true,
    description: 'First day (yyyy-mm-dd) without it, once it is cancelled.',
  })
  @Property({ type: 'date', nullable: true })
  cancellationDate: string | null = null

  @Field(() => String, { nullable: true, description: 'Why it was cancelled.' })
  @Property({ type: 'text', nullable: true })
  cancellationReason: string | null = null

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  @Property({ type: 'datetime', nullable: true })
  cancelledAt: Date | null = null

  @Field(() => DateTime, { description: 'Since when it runs.' })
  @Property({ type: 'datetime' })
  activatedAt!: Date

  @Field(() => String, {
    nullable: true,
    description: 'First day (yyyy-mm-dd) that is no longer committed; null without commitment.',
  })
  @Property({ type: 'date', nullable: true })
  commitmentEndDate: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'Next day (yyyy-mm-dd) that it is billed; null when nothing recurs.',
  })
  @Property({ type: 'date', nullable: true })
  nextBillingDate: string | null = null

  @Field(() => DateTime, { description: 'When it was recorded.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
