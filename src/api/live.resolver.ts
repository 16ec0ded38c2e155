import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql'
import type { ApiCtx } from './api-ctx.ts'
import { approvalInboxUpdates, approvalUpdates, orderUpdates } from './live-updates.ts'
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

  @Subscription(() => ApprovalInboxUpdate, {
    description: 'What waits for your decision: now, and whenever that changes.',
    subscribe: ({ context }: Listening<object>) => approvalInboxUpdates(context),
  })
  approvalInboxChanged(@Root() update: ApprovalInboxUpdate): ApprovalInboxUpdate {
    return update
  }
}
