import { ArgsType, Field, ID, InputType, Int } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { Decimal } from '../platform/money.view.ts'
import { PageArgs } from '../platform/page.ts'
import { PromotionComponent, PromotionStatus } from './promotion.entity.ts'

const seen = 'Its version as you read it; refused when it has changed since.'

@InputType({ description: 'Conditions on promotions; all given ones must hold.' })
export class PromotionsWhere {
  @Field(() => ID, { nullable: true, description: 'Promotions of this seller.' })
  sellerId?: string | null

  @Field(() => ID, { nullable: true, description: 'Promotions for this customer alone.' })
  organizationId?: string | null

  @Field(() => PromotionStatus, { nullable: true, description: 'Promotions in this status.' })
  status?: PromotionStatus | null

  @Field(() => String, { nullable: true, description: 'The promotion with this code.' })
  code?: string | null
}

@ArgsType()
export class PromotionsArgs extends PageArgs {
  @Field(() => PromotionsWhere, { nullable: true, description: 'Conditions.' })
  where?: PromotionsWhere | null
}

@InputType({ description: 'A promotion to make.' })
export class PromotionCreateInput {
  @Field(() => String, {
    description:
      'What is entered with an order: 2 to 40 letters, digits, dots, dashes and underscores. Unique per seller, capitals or not.',
  })
  code!: string

  @Field(() => String, { description: 'Name for people, at most 200 characters.' })
  name!: string

  @Field(() => Decimal, { description: 'What is taken off, in percent: above 0, at most 100.' })
  percentOff!: string

  @Field(() => [PromotionComponent], { description: 'What it is taken off.' })
  components!: PromotionComponent[]

  @Field(() => Int, {
    nullable: true,
    description: 'How many billing periods from the start are discounted, 1 to 120; absent: the whole term.',
  })
  billingPeriods?: number | null

  @Field(() => DateTime, { nullable: true, description: 'From when it can be used; absent: from now on.' })
  validFrom?: Date | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'The first instant at which it can no longer be used; absent: open.',
  })
  validTo?: Date | null

  @Field(() => [ID], { nullable: true, description: 'Offers that it counts for, at most 500.' })
  offerIds?: string[] | null

  @Field(() => [ID], { nullable: true, description: 'Products whose offers it counts for, at most 500.' })
  productIds?: string[] | null

  @Field(() => [ID], {
    nullable: true,
    description: 'Vendors whose offers it counts for, at most 500. Nothing named: all that you sell.',
  })
  vendorIds?: string[] | null

  @Field(() => ID, { nullable: true, description: 'The one customer that may use it; absent: all of yours.' })
  organizationId?: string | null

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Only for customers that have ordered nothing yet.',
  })
  newCustomersOnly?: boolean | null

  @Field(() => Int, { nullable: true, description: 'How many orders may use it; absent: any number.' })
  maxRedemptions?: number | null

  @Field(() => Int, {
    nullable: true,
    description: 'How many orders of one customer may use it; absent: any number.',
  })
  maxRedemptionsPerCustomer?: number | null

  @Field(() => String, { description: 'Repeating a request with the same key makes nothing more.' })
  idempotencyKey!: string
}

@InputType({
  description:
    'What to change of a promotion; what it takes off never changes. Absent: unchanged. Null: cleared.',
})
export class PromotionUpdateInput {
  @Field(() => ID, { description: 'Which promotion.' })
  promotionId!: string

  @Field(() => Int, { nullable: true, description: seen })
  expectedVersion?: number | null

  @Field(() => String, { nullable: true, description: 'Name for people, at most 200 characters.' })
  name?: string | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'The first instant at which it can no longer be used, not in the past; null: open.',
  })
  validTo?: Date | null

  @Field(() => Int, {
    nullable: true,
    description: 'How many orders may use it; those that do already stay. Null: any number.',
  })
  maxRedemptions?: number | null

  @Field(() => Int, { nullable: true, description: 'How many orders of one customer may use it.' })
  maxRedemptionsPerCustomer?: number | null
}

@InputType({ description: 'A promotion to end for good.' })
export class PromotionArchiveInput {
  @Field(() => ID, { description: 'Which promotion.' })
  promotionId!: string

  @Field(() => Int, { nullable: true, description: seen })
  expectedVersion?: number | null
}
