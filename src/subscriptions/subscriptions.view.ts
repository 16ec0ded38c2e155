import { Field, ID, Int, ObjectType } from 'type-graphql'
import { LineAction, LineChange } from '../orders/line-change.view.ts'
import { OrderLineStatus } from '../orders/order-status.ts'
import { Order } from '../orders/order.entity.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Decimal } from '../platform/money.view.ts'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { CloudSubscription } from '../orders/cloud-subscription.entity.ts'

@ObjectType({ description: 'One line of an order that made, changed or cancelled a cloud subscription.' })
export class CloudSubscriptionHistoryEntry {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => String, { nullable: true, description: 'Its number.' })
  orderNumber!: string | null

  @Field(() => Int, { description: 'The line.' })
  lineNumber!: number

  @Field(() => LineAction, { description: 'What it does; ADD for the line that made the subscription.' })
  action!: LineAction

  @Field(() => OrderLineStatus, { description: 'Where it stands; FULFILLED: carried out.' })
  status!: OrderLineStatus

  @Field(() => LineChange, {
    nullable: true,
    description: 'What it changes; null for the line that made it.',
  })
  change!: LineChange | null

  @Field(() => Decimal, { description: 'Units that it orders in all.' })
  quantity!: string

  @Field(() => DateTime, { nullable: true, description: 'When it was carried out.' })
  fulfilledAt!: Date | null
}

@ObjectType({ description: 'Answer of cloudSubscriptionSetBillingReference.' })
export class CloudSubscriptionSetBillingReferencePayload extends Payload {
  @Field(() => CloudSubscription, {
    nullable: true,
    description: 'The cloud subscription; null when refused.',
  })
  cloudSubscription?: CloudSubscription | null
}

export const CloudSubscriptionConnection = connectionOf(() => CloudSubscription, 'CloudSubscription')

@ObjectType({ description: 'Answer of orderLineFulfil.' })
export class OrderLineFulfilPayload extends Payload {
  @Field(() => Order, {
    nullable: true,
    description: 'The order, with its `cloudSubscriptions`; null when refused.',
  })
  order?: Order | null
}
