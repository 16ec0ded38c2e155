import { Field, ObjectType } from 'type-graphql'
import { Decimal, Money } from '../platform/money.view.ts'

@ObjectType({
  description:
    'What your reseller pays and what it keeps, of one billing period. Only with PRICE_COST_READ; never for customers.',
})
export class PriceMargin {
  @Field(() => Money, { description: 'One unit for one billing period; up to 8 digits.' })
  unitCost!: Money

  @Field(() => Money, { description: 'What setup costs your reseller, once.' })
  setupCost!: Money

  @Field(() => Money, { description: 'One billing period of the quantity, rounded once.' })
  costTotal!: Money

  @Field(() => Money, { description: 'What your reseller charges for it, less the cost; may be negative.' })
  margin!: Money

  @Field(() => Decimal, {
    nullable: true,
    description: 'The margin in percent of what is charged, two digits; null when nothing is charged.',
  })
  marginPercent!: string | null
}
