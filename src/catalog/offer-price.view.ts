import { Field, ObjectType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { Money } from '../platform/money.view.ts'

@ObjectType({ description: 'What an offer costs one organization, in its currency.' })
export class OfferPrice {
  @Field(() => Money, { description: 'One unit for one billing period; for one-time offers, once.' })
  unitPrice!: Money

  @Field(() => Money, { description: 'Charged once for the line, whatever its quantity.' })
  setupFee!: Money

  @Field(() => DateTime, { description: 'The price is held until then when ordered now.' })
  validUntil!: Date
}
