import { Field, ObjectType } from 'type-graphql'
import { Order } from '../orders/order.entity.ts'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { CloudSubscription } from './cloud-subscription.entity.ts'

export const CloudSubscriptionConnection = connectionOf(() => CloudSubscription, 'CloudSubscription')

@ObjectType({ description: 'Answer of orderLineFulfil.' })
export class OrderLineFulfilPayload extends Payload {
  @Field(() => Order, {
    nullable: true,
    description: 'The order, with its `cloudSubscriptions`; null when refused.',
  })
  order?: Order | null
}
