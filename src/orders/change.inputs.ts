import { Field, ID, InputType, Int } from 'type-graphql'
import { Decimal } from '../platform/money.view.ts'
import { CancellationTime, LineAction } from './line-change.view.ts'
import { OrderItemConditionsInput } from './order-item-conditions.inputs.ts'

@InputType({
  description:
    'One change of a subscription that runs, or one add-on to it (ADD), which alone may end with something else.',
})
export class OrderChangeInput extends OrderItemConditionsInput {
  @Field(() => ID, { description: 'The cloud subscription; of an add-on (ADD), its base.' })
  cloudSubscriptionId!: string

  @Field(() => LineAction, {
    description: 'CANCEL in orders of type CANCELLATION; all others in orders of type CHANGE.',
  })
  action!: LineAction

  @Field(() => ID, {
    nullable: true,
    description: 'ADD: the add-on. SWITCH_PLAN: another offer of the same product.',
  })
  offerId?: string | null

  @Field(() => Decimal, {
    nullable: true,
    description: 'ADD: how many. CHANGE_QUANTITY: how many in all. SWITCH_PLAN: as before when absent.',
  })
  quantity?: string | null

  @Field(() => Boolean, { nullable: true, description: 'CHANGE_RENEWAL: whether it renews by itself.' })
  autoRenew?: boolean | null

  @Field(() => String, {
    nullable: true,
    description: 'CHANGE_RENEWAL: commitment after the renewal, an ISO 8601 duration such as P1Y.',
  })
  renewalTerm?: string | null

  @Field(() => Decimal, { nullable: true, description: 'CHANGE_RENEWAL: how many units after the renewal.' })
  renewalQuantity?: string | null

  @Field(() => String, { nullable: true, description: 'CANCEL: why, at most 2000 characters.' })
  reason?: string | null

  @Field(() => CancellationTime, {
    nullable: true,
    description: 'CANCEL: when; absent: NOW while the cancellation window is open, else END_OF_TERM.',
  })
  when?: CancellationTime | null

  @Field(() => Int, {
    nullable: true,
    description:
      'Keeps or gives the line its number; without it, a line with the same subscription keeps its own.',
  })
  lineNumber?: number | null
}

/** What orders that change something hold, and the day that any order may name. */
@InputType({ description: 'What an order may change, and from when.' })
export abstract class OrderChangesInput {
  @Field(() => [OrderChangeInput], {
    nullable: true,
    description:
      'Of an order of type CHANGE or CANCELLATION: all of its changes, at most 200; `items` is empty then.',
  })
  changes?: OrderChangeInput[] | null

  @Field(() => String, {
    nullable: true,
    description:
      "Day (yyyy-mm-dd) on the seller's calendar before which nothing is delivered. Absent: stays; null: as soon as approved.",
  })
  requestedStartDate?: string | null
}
