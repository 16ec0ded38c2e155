import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql'
import { Activity } from '../activities/activity.entity.ts'
import type { ApiCtx } from './api-ctx.ts'
import { activityUpdates, approvalInboxUpdates, approvalUpdates, orderUpdates } from './live-updates.ts'
import { ApprovalInboxUpdate, ApprovalStatusUpdate, OrderStatusUpdate } from './live.view.ts'

interface Listening<A> {
  args: A
  context: ApiCtx
}

const afterDescription = 'Id of the last update you saw: the stream goes on behind it, and nothing is lost.'

@Resolver()
export class LiveResolver {
  @Subscription(() => OrderStatusUpdate, {
    description: 'An order as it moves: its state now, then every event. Re-authorized on each one.',
    subscribe: ({ args, context }: Listening<{ orderId: string; after?: string }>) =>
      orderUpdates(context, args),
  })
  orderStatusChanged(
    @Root() update: OrderStatusUpdate,
    @Arg('orderId', () => ID, { description: 'The order.' }) _orderId: string,
    @Arg('after', () => ID, { nullable: true, description: afterDescription }) _after?: string,
  ): OrderStatusUpdate {
    return update
  }

  @Subscription(() => ApprovalStatusUpdate, {
    description: 'The approval of an order: its state now, then every decision. Re-authorized on each one.',
    subscribe: ({ args, context }: Listening<{ orderId: string; after?: string }>) =>
      approvalUpdates(context, args),
  })
  approvalStatusChanged(
    @Root() update: ApprovalStatusUpdate,
    @Arg('orderId', () => ID, { description: 'The order.' }) _orderId: string,
    @Arg('after', () => ID, { nullable: true, description: afterDescription }) _after?: string,
  ): ApprovalStatusUpdate {
    return update
  }

  @Subscription(() => Activity, {
    description:
      'An activity as it is now, and whenever it has got on. Its newest state is all there is: nothing is lost between two connections.',
    subscribe: ({ args, context }: Listening<{ activityId: string }>) =>
      activityUpdates(context, args.activityId),
  })
  activityChanged(
    @Root() activity: Activity,
    @Arg('activityId', () => ID, { description: 'The activity.' }) _activityId: string,
  ): Activity {
    return activity
  }

  @Subscription(() => ApprovalInboxUpdate, {
    description: 'What waits for your decision: now, and whenever that changes.',
    subscribe: ({ context }: Listening<object>) => approvalInboxUpdates(context),
  })
  approvalInboxChanged(@Root() update: ApprovalInboxUpdate): ApprovalInboxUpdate {
    return update
  }
}
