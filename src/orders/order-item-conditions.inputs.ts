import { Field, ID, InputType } from 'type-graphql'

/** What may be agreed for an item besides its offer and quantity. */
@InputType({ description: 'What may be agreed for what is bought, besides its offer and quantity.' })
export abstract class OrderItemConditionsInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Co-term: the day (yyyy-mm-dd) that it ends, within its commitment, else within its first billing period. Its first charge is then for the days up to its first billing date.',
  })
  coTermDate?: string | null

  @Field(() => ID, {
    nullable: true,
    description:
      'Co-term: the running cloud subscription of this customer that it ends with, in place of a day.',
  })
  coTermWithSubscriptionId?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Code of a promotion of the seller; capitals or not is the same. Absent: none.',
  })
  promotionCode?: string | null
}
