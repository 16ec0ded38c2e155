import { Field, ObjectType } from 'type-graphql'
import { Offer } from './offer.entity.ts'

@ObjectType('HiddenReason', { description: 'Why an organization cannot order an offer.' })
export class HiddenReasonView {
  @Field(() => String, {
    description:
      'Stable: PRODUCT_END_OF_SALE, PRODUCT_UNPUBLISHED, OFFER_END_OF_SALE, ORGANIZATION_ON_HOLD, NO_ACCOUNT, ACCOUNT_CREDIT_HOLD, ACCOUNT_ADMIN_HOLD, NO_PRICE_IN_CURRENCY, PRICE_NOT_YET_VALID or PRICE_ENDED.',
  })
  code!: string

  @Field(() => String, { description: 'A sentence that says what to do.' })
  message!: string
}

@ObjectType({ description: 'An offer that an organization cannot order now, and why.' })
export class HiddenOffer {
  @Field(() => Offer, { description: 'The offer.' })
  offer!: Offer

  @Field(() => [HiddenReasonView], {
    description: 'Every reason; each of them must go before it can be ordered.',
  })
  reasons!: HiddenReasonView[]
}
