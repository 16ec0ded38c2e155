import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType } from 'type-graphql'
import { InheritedRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { PlainDecimal } from '../platform/plain-decimal.ts'
import type { UsageTerms } from './price-chain.rules.ts'
import { PriceModel, PriceTier } from './price-component.view.ts'

/** What an offer costs in one price list, for a time: all components, or a percent of its own. */
@InheritedRows()
@Entity({ tableName: 'price' })
@ObjectType({
  description: 'What an offer costs in one price list, for a time. Never changed: one ends, the next begins.',
})
export class Price {
  @Field(() => ID, { description: 'Opaque id (`prc_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  priceListId!: string

  @Property({ type: 'text' })
  offerId!: string

  @Property({ type: 'text' })
  currency!: string

  /** Of the first tier, when there are tiers; null when `percent` is given instead. */
  @Property({ type: PlainDecimal, nullable: true })
  unitPrice: string | null = null

  @Property({ type: PlainDecimal })
  setupFee = '0'

  /** Overrides the percent of its list. */
  @Property({ type: PlainDecimal, nullable: true })
  percent: string | null = null

  @Field(() => PriceModel, { description: 'How a quantity becomes an amount.' })
  @Property({ type: 'text' })
  model: PriceModel = 'FLAT'

  @Field(() => [PriceTier], { description: 'The tiers of a TIERED or VOLUME price, ascending.' })
  @Property({ type: 'json' })
  tiers: PriceTier[] = []

  @Property({ type: 'json', nullable: true })
  usage: UsageTerms | null = null

  @Field(() => DateTime, { description: 'From when it counts; in the future for a scheduled change.' })
  @Property({ type: 'datetime' })
  validFrom!: Date

  @Field(() => DateTime, {
    nullable: true,
    description: 'The first instant at which it no longer counts; null: open.',
  })
  @Property({ type: 'datetime', nullable: true })
  validTo: Date | null = null
}
