import { Field, ObjectType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { Money } from '../platform/money.view.ts'
import { PriceComponent } from './price-component.view.ts'
import { PriceMargin } from './price-margin.view.ts'

@ObjectType({ description: 'What an offer costs one organization, in its currency.' })
export class OfferPrice {
  @Field(() => Money, { description: 'One unit for one billing period; for one-time offers, once.' })
  unitPrice!: Money

  @Field(() => Money, { description: 'Charged once for the line, whatever its quantity.' })
  setupFee!: Money

  @Field(() => [PriceComponent], {
    description: 'All that is charged: each period or once, setup, measured usage; with the tiers.',
  })
  components!: PriceComponent[]

  @Field(() => PriceMargin, {
    nullable: true,
    description:
      'What your reseller pays for one unit, and keeps. Null without PRICE_COST_READ, and when nobody above prices the offer.',
  })
  margin!: PriceMargin | null

  @Field(() => DateTime, { description: 'The price is held until then when ordered now.' })
  validUntil!: Date
}
