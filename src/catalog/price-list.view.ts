import { Field, ObjectType } from 'type-graphql'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { PriceList } from './price-list.entity.ts'
import { Price } from './price.entity.ts'

export const PriceListConnection = connectionOf(() => PriceList, 'PriceList')
export const PriceConnection = connectionOf(() => Price, 'Price')

@ObjectType({ description: 'Answer of priceListCreate.' })
export class PriceListCreatePayload extends Payload {
  @Field(() => PriceList, { nullable: true, description: 'The new list; null when refused.' })
  priceList?: PriceList | null
}

@ObjectType({ description: 'Answer of priceListUpdate.' })
export class PriceListUpdatePayload extends Payload {
  @Field(() => PriceList, { nullable: true, description: 'The list as it is now; null when refused.' })
  priceList?: PriceList | null
}

@ObjectType({ description: 'Answer of priceSet.' })
export class PriceSetPayload extends Payload {
  @Field(() => PriceList, { nullable: true, description: 'The list with its prices; null when refused.' })
  priceList?: PriceList | null
}
