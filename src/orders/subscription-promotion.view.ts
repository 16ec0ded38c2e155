import { Field, ID, ObjectType } from 'type-graphql'
import { Decimal } from '../platform/money.view.ts'

@ObjectType({ description: 'What a promotion takes off a cloud subscription.' })
export class SubscriptionPromotion {
  @Field(() => ID, { description: 'Id of the promotion.' })
  promotionId!: string

  @Field(() => String, { description: 'The code that was entered.' })
  code!: string

  @Field(() => Decimal, { description: 'What is taken off each billing period, in percent.' })
  percentOff!: string

  @Field(() => String, {
    nullable: true,
    description: 'First day (yyyy-mm-dd) at full price; null: it is for as long as it runs.',
  })
  endsOn!: string | null
}
