import { Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType } from 'type-graphql'
import { LinePromotion } from './line-promotion.view.ts'
import { Decimal } from '../platform/money.view.ts'
import { PlainDecimal } from '../platform/plain-decimal.ts'

/** What was agreed for a line besides its price; a part of `OrderLine`. */
@ObjectType({ description: 'What was agreed for a line besides its price.' })
export abstract class LineConditions {
  @Field(() => String, {
    nullable: true,
    description:
      'The day (yyyy-mm-dd) that its first term ends, with something else; null: a term of its own.',
  })
  @Property({ type: 'date', nullable: true })
  coTermDate: string | null = null

  @Field(() => ID, {
    nullable: true,
    description: 'The cloud subscription that it ends with, when one was named.',
  })
  @Property({ type: 'text', nullable: true })
  coTermWithSubscriptionId: string | null = null

  @Field(() => Decimal, {
    description: 'Part of a whole period that its first charge is for: days over days of the period.',
  })
  @Property({ type: PlainDecimal })
  prorationFactor = '1'

  @Property({ type: 'text', nullable: true })
  promotionId: string | null = null

  @Field(() => LinePromotion, {
    nullable: true,
    description: 'What a promotion code takes off it; null: none.',
  })
  @Property({ type: 'json', nullable: true })
  promotion: LinePromotion | null = null
}
