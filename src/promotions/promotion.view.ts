import { Field, ObjectType } from 'type-graphql'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { Promotion } from './promotion.entity.ts'

export const PromotionConnection = connectionOf(() => Promotion, 'Promotion')

@ObjectType({ description: 'Answer of promotionCreate.' })
export class PromotionCreatePayload extends Payload {
  @Field(() => Promotion, { nullable: true, description: 'The new promotion; null when refused.' })
  promotion?: Promotion | null
}

@ObjectType({ description: 'Answer of promotionUpdate.' })
export class PromotionUpdatePayload extends Payload {
  @Field(() => Promotion, { nullable: true, description: 'The promotion as it is now; null when refused.' })
  promotion?: Promotion | null
}

@ObjectType({ description: 'Answer of promotionArchive.' })
export class PromotionArchivePayload extends Payload {
  @Field(() => Promotion, { nullable: true, description: 'The promotion, ARCHIVED; null when refused.' })
  promotion?: Promotion | null
}
