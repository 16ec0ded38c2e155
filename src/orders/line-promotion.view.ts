import { Field, ID, Int, ObjectType } from 'type-graphql'
import type { Promotion } from '../promotions/promotion.entity.ts'
import { PromotionComponent } from '../promotions/promotion.entity.ts'
import { Decimal } from '../platform/money.view.ts'

@ObjectType({ description: 'The promotion of a line, as it was when its code was entered.' })
export class LinePromotion {
  @Field(() => ID, { description: 'Id of the promotion.' })
  id!: string

  @Field(() => String, { description: 'Its code.' })
  code!: string

  @Field(() => String, { description: 'Its name.' })
  name!: string

  @Field(() => Decimal, { description: 'What is taken off, in percent.' })
  percentOff!: string

  @Field(() => [PromotionComponent], { description: 'What it is taken off.' })
  components!: PromotionComponent[]

  @Field(() => Int, {
    nullable: true,
    description: 'How many billing periods from the start are discounted; null: the whole term.',
  })
  billingPeriods!: number | null

  /** The first instant (ISO 8601) at which it can no longer be ordered with, as it was then. */
  validTo!: string | null
}

/** What a line keeps of its promotion. */
export function linePromotion(promotion: Promotion): LinePromotion {
  const { id, code, name, percentOff, components, billingPeriods, validTo } = promotion
  return { id, code, name, percentOff, components, billingPeriods, validTo: validTo?.toISOString() ?? null }
}
