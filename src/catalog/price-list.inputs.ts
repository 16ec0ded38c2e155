import { ArgsType, Field, ID, InputType, Int } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { CurrencyCode, Decimal } from '../platform/money.view.ts'
import { PageArgs } from '../platform/page.ts'
import { PriceModel } from './price-component.view.ts'
import { PricingBasis } from './price-list.entity.ts'

@InputType({ description: 'Conditions on price lists; all given ones must hold.' })
export class PriceListsWhere {
  @Field(() => ID, { nullable: true, description: 'Lists of this seller.' })
  sellerId?: string | null

  @Field(() => ID, { nullable: true, description: 'Lists for this customer.' })
  organizationId?: string | null

  @Field(() => ID, { nullable: true, description: 'Lists for this reseller below.' })
  resellerId?: string | null

  @Field(() => CurrencyCode, { nullable: true, description: 'Lists in this currency.' })
  currency?: string | null
}

@ArgsType()
export class PriceListsArgs extends PageArgs {
  @Field(() => PriceListsWhere, { nullable: true, description: 'Conditions.' })
  where?: PriceListsWhere | null
}

@ArgsType()
export class ListPricesArgs extends PageArgs {
  @Field(() => ID, {
    nullable: true,
    description: 'Prices of this offer: ended, current and scheduled ones.',
  })
  offerId?: string | null
}

@InputType({ description: 'A price list to make.' })
export class PriceListCreateInput {
  @Field(() => String, { description: 'Your key for it, at most 80 characters; unique per seller.' })
  key!: string

  @Field(() => String, { description: 'Name for people, at most 200 characters.' })
  name!: string

  @Field(() => CurrencyCode, { description: 'The currency of its prices; never changes.' })
  currency!: string

  @Field(() => ID, { nullable: true, description: 'The customer that it is for; absent: everybody.' })
  organizationId?: string | null

  @Field(() => ID, {
    nullable: true,
    description: 'The reseller directly below you that it is for: what that reseller pays.',
  })
  resellerId?: string | null

  @Field(() => PricingBasis, { defaultValue: 'FIXED', description: 'How its prices come about.' })
  basis: PricingBasis = 'FIXED'

  @Field(() => Decimal, {
    nullable: true,
    description: 'Markup of a COST_PLUS list, discount of a LIST_MINUS list, such as "12.5".',
  })
  percent?: string | null

  @Field(() => DateTime, { nullable: true, description: 'From when it counts; absent: from now on.' })
  validFrom?: Date | null

  @Field(() => DateTime, { nullable: true, description: 'The first instant at which it no longer counts.' })
  validTo?: Date | null

  @Field(() => String, { description: 'Repeating a request with the same key makes nothing more.' })
  idempotencyKey!: string
}

@InputType({ description: 'What to change of a price list. Absent: unchanged. Null: cleared.' })
export class PriceListUpdateInput {
  @Field(() => ID, { description: 'Which list.' })
  priceListId!: string

  @Field(() => Int, {
    nullable: true,
    description: 'Its version as you read it; refused when it has changed since.',
  })
  expectedVersion?: number | null

  @Field(() => String, { nullable: true, description: 'Name for people, at most 200 characters.' })
  name?: string | null

  @Field(() => Decimal, { nullable: true, description: 'Markup or discount. Counts for quotes from now on.' })
  percent?: string | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'The first instant at which it no longer counts, not in the past; null: open.',
  })
  validTo?: Date | null
}

@InputType({ description: 'One tier of a price.' })
export class PriceTierInput {
  @Field(() => Decimal, { nullable: true, description: 'Up to and including; absent in the last tier.' })
  upTo?: string | null

  @Field(() => Decimal, { description: 'Price of one unit, up to 8 fraction digits.' })
  unitPrice!: string
}

@InputType({ description: 'What is charged for measured usage on top.' })
export class UsagePriceInput {
  @Field(() => String, { description: 'What is measured, such as GB; at most 40 characters.' })
  unitOfMeasure!: string

  @Field(() => Decimal, { nullable: true, description: 'Price of one unit; absent with tiers.' })
  unitPrice?: string | null

  @Field(() => PriceModel, { defaultValue: 'FLAT', description: 'How a quantity becomes an amount.' })
  model: PriceModel = 'FLAT'

  @Field(() => [PriceTierInput], { nullable: true, description: 'Ascending; of TIERED and VOLUME alone.' })
  tiers?: PriceTierInput[] | null

  @Field(() => Decimal, { nullable: true, description: 'Units of each period that cost nothing.' })
  included?: string | null
}

@InputType({
  description: 'What an offer costs. With neither a price nor a percent it is taken off the list.',
})
export class PriceInput {
  @Field(() => ID, { description: 'Which offer.' })
  offerId!: string

  @Field(() => Decimal, {
    nullable: true,
    description: 'One unit for one billing period, up to 8 fraction digits; absent with tiers.',
  })
  unitPrice?: string | null

  @Field(() => Decimal, {
    nullable: true,
    description: 'In place of a price, in a COST_PLUS or LIST_MINUS list: its percent for this offer.',
  })
  percent?: string | null

  @Field(() => Decimal, { nullable: true, description: 'Charged once for the line, whatever its quantity.' })
  setupFee?: string | null

  @Field(() => PriceModel, { defaultValue: 'FLAT', description: 'How a quantity becomes an amount.' })
  model: PriceModel = 'FLAT'

  @Field(() => [PriceTierInput], { nullable: true, description: 'Ascending; of TIERED and VOLUME alone.' })
  tiers?: PriceTierInput[] | null

  @Field(() => UsagePriceInput, { nullable: true, description: 'Measured usage on top.' })
  usage?: UsagePriceInput | null
}

@InputType({ description: 'Prices to set in one list.' })
export class PriceSetInput {
  @Field(() => ID, { description: 'Which list.' })
  priceListId!: string

  @Field(() => [PriceInput], { description: '1 to 500 prices, one per offer.' })
  prices!: PriceInput[]

  @Field(() => DateTime, {
    nullable: true,
    description:
      'From when they count: now when absent, later for a scheduled change. The old prices end then.',
  })
  validFrom?: Date | null

  @Field(() => String, { description: 'Repeating a request with the same key sets nothing more.' })
  idempotencyKey!: string
}
