import { Field, ObjectType } from 'type-graphql'
import { PriceModel, PriceTier } from './price-component.view.ts'
import type { QuantityPrice } from './tiers.rules.ts'

@ObjectType({ description: 'How tiers turn a quantity into an amount.' })
export class TieredPrice {
  @Field(() => PriceModel, { description: 'TIERED or VOLUME.' })
  model!: Exclude<PriceModel, 'FLAT'>

  @Field(() => [PriceTier], { description: 'The tiers, ascending; the last has no end.' })
  tiers!: PriceTier[]
}

/** The tiers of a price; null: every unit costs the same. */
export function tieredPrice({ model, tiers }: { model: PriceModel; tiers: PriceTier[] }): TieredPrice | null {
  return model === 'FLAT' ? null : { model, tiers }
}

/** The price of what runs: by its tiers, or without them its unit price. */
export function runningPrice({
  unitPrice,
  tieredPrice,
}: {
  unitPrice: string
  tieredPrice: TieredPrice | null
}): QuantityPrice {
  const { model = 'FLAT', tiers = [] } = tieredPrice ?? {}
  return { model, tiers, unitPrice }
}
