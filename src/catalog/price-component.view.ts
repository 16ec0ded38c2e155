import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { Decimal, Money } from '../platform/money.view.ts'

export const PriceModel = { FLAT: 'FLAT', TIERED: 'TIERED', VOLUME: 'VOLUME' } as const
export type PriceModel = (typeof PriceModel)[keyof typeof PriceModel]

/** What a component of a price is charged for. Keys equal values. */
export const PriceComponentKind = {
  RECURRING: 'RECURRING',
  ONE_TIME: 'ONE_TIME',
  SETUP: 'SETUP',
  USAGE: 'USAGE',
} as const
export type PriceComponentKind = (typeof PriceComponentKind)[keyof typeof PriceComponentKind]

registerEnumType(PriceModel, {
  name: 'PriceModel',
  description:
    "How a quantity becomes an amount. FLAT: every unit costs the same. TIERED (graduated): each tier's units cost that tier's price, so more never costs less. VOLUME: all units cost the price of the tier that the quantity falls into; just above a tier's end the total may fall.",
})
registerEnumType(PriceComponentKind, {
  name: 'PriceComponentKind',
  description:
    'What a component is charged for: each billing period, once, the setup of the line, or measured usage.',
})

@ObjectType({ description: 'One tier: the price of a unit up to and including a quantity.' })
export class PriceTier {
  @Field(() => Decimal, {
    nullable: true,
    description: 'Up to and including; null in the last tier: no end.',
  })
  upTo!: string | null

  @Field(() => Decimal, {
    description: 'Price of one unit, up to 8 fraction digits, in the currency of the price.',
  })
  unitPrice!: string
}

@ObjectType({ description: 'One component of the price of an offer.' })
export class PriceComponent {
  @Field(() => PriceComponentKind, { description: 'What it is charged for.' })
  kind!: PriceComponentKind

  @Field(() => PriceModel, { description: 'How a quantity becomes an amount.' })
  model!: PriceModel

  @Field(() => Money, { description: 'One unit; with tiers, in the first of them. Up to 8 digits.' })
  unitPrice!: Money

  @Field(() => [PriceTier], { description: 'The tiers, ascending; empty for FLAT.' })
  tiers!: PriceTier[]

  @Field(() => String, { description: 'What the quantity counts; of SETUP, LINE.' })
  unitOfMeasure!: string

  @Field(() => Decimal, {
    nullable: true,
    description: 'Of USAGE: units of each period that cost nothing; null for the others.',
  })
  included!: string | null
}
