import { Field, ID, Int, ObjectType } from 'type-graphql'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { Order } from '../orders/order.entity.ts'
import { DateTime } from '../platform/date-time.view.ts'

interface HappenedEvent {
  id: string
  type: string
  occurred_at: Date | string
}

const snapshotType = 'snapshot'

@ObjectType({ description: 'One change of an order; the first one of a stream is its state now.' })
export class OrderStatusUpdate {
  @Field(() => ID, { nullable: true, description: 'Event id; pass it as `after` to go on from here.' })
  id!: string | null

  @Field(() => String, { description: 'Event name such as `order.placed`, or `snapshot`.' })
  type!: string

  @Field(() => DateTime, { description: 'When it happened.' })
  occurredAt!: Date

  @Field(() => Order, { description: 'The order as it is now, read with the permissions of the subscriber.' })
  order!: Order

  static of(order: Order, event: HappenedEvent): OrderStatusUpdate {
    const { id, type } = event
    return Object.assign(new OrderStatusUpdate(), {
      id,
      type,
      occurredAt: new Date(event.occurred_at),
      order,
    })
  }

  static snapshot(order: Order, last: HappenedEvent | null): OrderStatusUpdate {
    const seen = { id: last?.id ?? null, occurredAt: new Date(last?.occurred_at ?? order.updatedAt) }
    return Object.assign(new OrderStatusUpdate(), { ...seen, type: snapshotType, order })
  }
}

@ObjectType({ description: 'One change of an order’s approval; the first one of a stream is its state now.' })
export class ApprovalStatusUpdate {
  @Field(() => ID, { nullable: true, description: 'Event id; pass it as `after` to go on from here.' })
  id!: string | null

  @Field(() => String, { description: 'Event name such as `approval.requested`, or `snapshot`.' })
  type!: string

  @Field(() => DateTime, { description: 'When it happened.' })
  occurredAt!: Date

  @Field(() => Order, { description: 'The order.' })
  order!: Order

  @Field(() => ApprovalRequest, {
    nullable: true,
    description: 'Its newest approval request; null before there is one.',
  })
  approval!: ApprovalRequest | null

  static of(order: Order, approval: ApprovalRequest | null, event: HappenedEvent): ApprovalStatusUpdate {
    return Object.assign(new ApprovalStatusUpdate(), OrderStatusUpdate.of(order, event), { approval })
  }

  static snapshot(
    order: Order,
    approval: ApprovalRequest | null,
    last: HappenedEvent | null,
  ): ApprovalStatusUpdate {
    return Object.assign(new ApprovalStatusUpdate(), OrderStatusUpdate.snapshot(order, last), { approval })
  }
}

@ObjectType({ description: 'What waits for the subscriber’s decision.' })
export class ApprovalInboxUpdate {
  @Field(() => DateTime, { description: 'When this was read.' })
  readAt!: Date

  @Field(() => Int, { description: 'How many requests wait.' })
  pendingCount!: number

  @Field(() => [ApprovalRequest], { description: 'The requests that wait, oldest first.' })
  approvals!: ApprovalRequest[]

  static of(approvals: ApprovalRequest[], readAt: Date): ApprovalInboxUpdate {
    return Object.assign(new ApprovalInboxUpdate(), { approvals, readAt, pendingCount: approvals.length })
  }
}
