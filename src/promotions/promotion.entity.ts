import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Decimal } from '../platform/money.view.ts'
import { Node } from '../platform/node.view.ts'
import { PlainDecimal } from '../platform/plain-decimal.ts'

/** What of a price a promotion takes something off. Keys equal values. */
export const PromotionComponent = { RECURRING: 'RECURRING', ONE_TIME: 'ONE_TIME', SETUP: 'SETUP' } as const
export type PromotionComponent = (typeof PromotionComponent)[keyof typeof PromotionComponent]

/** Whether a promotion can be used. Keys equal values. */
export const PromotionStatus = { ACTIVE: 'ACTIVE', ARCHIVED: 'ARCHIVED' } as const
export type PromotionStatus = (typeof PromotionStatus)[keyof typeof PromotionStatus]

registerEnumType(PromotionComponent, {
  name: 'PromotionComponent',
  description:
    'What of a price a promotion takes something off: what recurs, what is paid once, or the setup fee. Measured usage never.',
})
registerEnumType(PromotionStatus, {
  name: 'PromotionStatus',
  description: 'ARCHIVED: it takes nothing off new orders; what was ordered with it stays as it was.',
})

/** A code of one seller that takes something off what its customers order. */
@TenantRows()
@Entity({ tableName: 'promotion' })
@ObjectType({
  implements: Node,
  description: 'A code that takes a percentage off what customers of its reseller order.',
})
export class Promotion {
  @Field(() => ID, { description: 'Opaque id (`prm_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Field(() => String, { description: 'What is entered with an order; capitals or not is the same.' })
  @Property({ type: 'text' })
  code!: string

  /** The code as it is compared. */
  @Property({ type: 'text' })
  codeKey!: string

  @Field(() => String, { description: 'Name for people.' })
  @Property({ type: 'text' })
  name!: string

  @Field(() => PromotionStatus, { description: 'Whether it can be used.' })
  @Property({ type: 'text' })
  status: PromotionStatus = 'ACTIVE'

  @Field(() => Decimal, { description: 'What is taken off, in percent; never changes.' })
  @Property({ type: PlainDecimal })
  percentOff!: string

  @Field(() => [PromotionComponent], { description: 'What it is taken off; never changes.' })
  @Property({ type: 'json' })
  components!: PromotionComponent[]

  @Field(() => Int, {
    nullable: true,
    description:
      'How many billing periods from the start are discounted; null: the whole term. Never changes.',
  })
  @Property({ type: 'integer', nullable: true })
  billingPeriods: number | null = null

  @Field(() => DateTime, { description: 'From when it can be used.' })
  @Property({ type: 'datetime' })
  validFrom!: Date

  @Field(() => DateTime, {
    nullable: true,
    description: 'The first instant at which it can no longer be used; null: open.',
  })
  @Property({ type: 'datetime', nullable: true })
  validTo: Date | null = null

  @Field(() => [ID], { description: 'Offers that it counts for, besides those of its products and vendors.' })
  @Property({ type: 'json' })
  offerIds: string[] = []

  @Field(() => [ID], { description: 'Products whose offers it counts for.' })
  @Property({ type: 'json' })
  productIds: string[] = []

  @Field(() => [ID], {
    description:
      'Vendors whose offers it counts for. Without offers, products and vendors: all that is sold.',
  })
  @Property({ type: 'json' })
  vendorIds: string[] = []

  /** The one customer that may use it; null: all of the seller's. */
  @Property({ type: 'text', nullable: true })
  organizationId: string | null = null

  @Field(() => Boolean, { description: 'Only for customers that have ordered nothing yet.' })
  @Property({ type: 'boolean' })
  newCustomersOnly = false

  @Field(() => Int, { nullable: true, description: 'How many orders may use it; null: any number.' })
  @Property({ type: 'integer', nullable: true })
  maxRedemptions: number | null = null

  @Field(() => Int, {
    nullable: true,
    description: 'How many orders of one customer may use it; null: any number.',
  })
  @Property({ type: 'integer', nullable: true })
  maxRedemptionsPerCustomer: number | null = null

  @Field(() => Int, { description: 'Grows with every change; pass it as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version = 1

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  createdAt!: Date
}
