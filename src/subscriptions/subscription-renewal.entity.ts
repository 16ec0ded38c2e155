import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { TieredPrice } from '../catalog/tiered-price.view.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Decimal } from '../platform/money.view.ts'
import { PlainDecimal } from '../platform/plain-decimal.ts'
import { RenewalHold, RenewalPriceSource } from './renewal.rules.ts'

export const RenewalStatus = { UPCOMING: 'UPCOMING', HELD: 'HELD', RENEWED: 'RENEWED' } as const
export type RenewalStatus = (typeof RenewalStatus)[keyof typeof RenewalStatus]

registerEnumType(RenewalStatus, {
  name: 'CloudSubscriptionRenewalStatus',
  description: 'Where a renewal stands.',
  valuesConfig: {
    UPCOMING: { description: 'It will happen as it says, at the price that it says.' },
    HELD: { description: 'It cannot happen by itself; `hold` says what people have to mend.' },
    RENEWED: { description: 'It has happened.' },
  },
})
registerEnumType(RenewalHold, {
  name: 'CloudSubscriptionRenewalHold',
  description: 'Why a renewal waits for people.',
  valuesConfig: {
    PRICE_MISSING: { description: 'No price list in line prices the offer then. Set a price.' },
    OFFER_RETIRED: { description: 'The offer was retired. Switch the plan, or cancel.' },
    TERM_NOT_SOLD: { description: 'No offer of the SKU is sold with the renewal term. Set another term.' },
    QUANTITY_NOT_SOLD: {
      description: 'The offer is not sold in that quantity. Set another renewal quantity.',
    },
  },
})
registerEnumType(RenewalPriceSource, {
  name: 'CloudSubscriptionRenewalPriceSource',
  description: 'Where the price of a renewal comes from.',
  valuesConfig: {
    PRICE_LIST: { description: "The customer's price lists, as they are for the first day of the term." },
    LAST_PRICE: { description: 'What it costs now: the offer is no longer sold, but goes on.' },
  },
})

@ObjectType({ description: 'A term of a cloud subscription that ends with a renewal.' })
export class RenewedFrom {
  @Field(() => ID, { description: 'Id of the offer.' })
  offerId!: string

  @Field(() => String, { description: 'Name of the offer.' })
  offerName!: string

  @Field(() => Decimal, { description: 'How many units.' })
  quantity!: string

  unitPrice!: string

  @Field(() => String, { description: 'ISO 8601 duration.' })
  commitmentTerm!: string

  @Field(() => String, { description: 'First day (yyyy-mm-dd).' })
  termStartDate!: string

  @Field(() => String, { description: 'First day (yyyy-mm-dd) that is no longer in it.' })
  termEndDate!: string
}

@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'subscription_renewal' })
@ObjectType('CloudSubscriptionRenewal', {
  description: 'A renewal of a cloud subscription: told in advance, held, or carried out.',
})
export class SubscriptionRenewal {
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Property({ type: 'text' })
  subscriptionId!: string

  /** Of the subscription when this was last looked at. */
  @Property({ type: 'integer' })
  subscriptionVersion!: number

  @Field(() => String, { description: "First day (yyyy-mm-dd) of the new term, on the seller's calendar." })
  @Property({ type: 'date' })
  renewsOn!: string

  @Field(() => RenewalStatus, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  status!: RenewalStatus

  @Field(() => RenewalHold, { nullable: true, description: 'Why it is HELD; null when it is not.' })
  @Property({ type: 'text', nullable: true })
  hold: RenewalHold | null = null

  @Field(() => ID, { description: 'Id of the offer from then on.' })
  @Property({ type: 'text' })
  offerId!: string

  @Field(() => String, { description: 'Name of the offer.' })
  @Property({ type: 'text' })
  offerName!: string

  @Field(() => Decimal, { description: 'Units from then on.' })
  @Property({ type: PlainDecimal })
  quantity!: string

  @Property({ type: 'text' })
  currency!: string

  /** Of one unit for one billing period; null while it is HELD. */
  @Property({ type: PlainDecimal, nullable: true })
  unitPrice: string | null = null

  @Field(() => TieredPrice, {
    nullable: true,
    description: 'How tiers turn the quantity into an amount from then on; null: every unit costs the same.',
  })
  @Property({ type: 'json', nullable: true })
  tieredPrice: TieredPrice | null = null

  @Field(() => RenewalPriceSource, { nullable: true, description: 'Where the price comes from.' })
  @Property({ type: 'text', nullable: true })
  priceSource: RenewalPriceSource | null = null

  @Field(() => String, { description: 'The new commitment (ISO 8601).' })
  @Property({ type: 'text' })
  commitmentTerm!: string

  @Field(() => String, { description: 'First day (yyyy-mm-dd) that is no longer in the new term.' })
  @Property({ type: 'date' })
  termEndDate!: string

  @Field(() => RenewedFrom, { description: 'The term before.' })
  @Property({ type: 'json' })
  before!: RenewedFrom

  @Field(() => DateTime, { description: 'When it was last told, as it is here.' })
  @Property({ type: 'datetime' })
  toldAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'When it was carried out.' })
  @Property({ type: 'datetime', nullable: true })
  renewedAt: Date | null = null
}
