import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { InheritedRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { CurrencyCode } from '../platform/money.view.ts'
import { Node } from '../platform/node.view.ts'
import { PlainDecimal } from '../platform/plain-decimal.ts'

export const PricingBasis = { FIXED: 'FIXED', COST_PLUS: 'COST_PLUS', LIST_MINUS: 'LIST_MINUS' } as const
export type PricingBasis = (typeof PricingBasis)[keyof typeof PricingBasis]

registerEnumType(PricingBasis, {
  name: 'PricingBasis',
  description:
    'How the prices of a list come about. FIXED: named offer by offer. COST_PLUS: what the seller pays, plus a markup. LIST_MINUS: the list price, less a discount. A price that is named in the list counts before its rule.',
})

/** Prices of one seller in one currency. Sellers below inherit what they do not price themselves. */
@InheritedRows()
@Entity({ tableName: 'price_list' })
@ObjectType({
  implements: Node,
  description:
    'Prices of one seller in one currency, for everybody, for one customer, or for one reseller below. Who has no price inherits that of the seller above.',
})
export class PriceList {
  @Field(() => ID, { description: 'Opaque id (`pls_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Field(() => String, { description: 'Your key for it; unique per seller.' })
  @Property({ type: 'text' })
  key!: string

  @Field(() => String, { description: 'Name for people.' })
  @Property({ type: 'text' })
  name!: string

  @Field(() => CurrencyCode, { description: 'The currency of its prices; never changes.' })
  @Property({ type: 'text' })
  currency!: string

  /** The customer that it is for. */
  @Property({ type: 'text', nullable: true })
  organizationId: string | null = null

  /** The reseller directly below that it is for. */
  @Property({ type: 'text', nullable: true })
  resellerId: string | null = null

  @Field(() => PricingBasis, { description: 'How its prices come about.' })
  @Property({ type: 'text' })
  basis: PricingBasis = 'FIXED'

  /** Markup of a COST_PLUS list, discount of a LIST_MINUS list. */
  @Property({ type: PlainDecimal, nullable: true })
  percent: string | null = null

  @Field(() => DateTime, { nullable: true, description: 'From when it counts; null: since it was made.' })
  @Property({ type: 'datetime', nullable: true })
  validFrom: Date | null = null

  @Field(() => DateTime, {
    nullable: true,
    description: 'The first instant at which it no longer counts; null: open.',
  })
  @Property({ type: 'datetime', nullable: true })
  validTo: Date | null = null

  @Field(() => Int, { description: 'Grows with every change; pass it as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version = 1

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  createdAt!: Date
}
