import type { Ctx } from '../access/ctx.ts'
import type { EventDefinition } from '../events/event.ts'
import { refuse } from '../platform/errors.ts'
import { nextStatus } from './lifecycle.rules.ts'
import type { OrderStatus } from './order-status.ts'
import type { OrderCommand } from './order-transitions.ts'
import type { Order } from './order.entity.ts'
import {
  orderApproved,
  orderAutoApproved,
  orderAwaitingInformation,
  orderCancelled,
  orderChangesRequested,
  orderExpired,
  orderFulfilled,
  orderFulfillmentFailed,
  orderFulfillmentResumed,
  orderFulfillmentRetried,
  orderFulfillmentStarted,
  orderInformationProvided,
  orderPartiallyFulfilled,
  orderPendingApproval,
  orderPlaced,
  orderRejected,
  orderResubmitted,
  orderSubmitted,
  orderSubmittedForApproval,
  orderWithdrawn,
  type OrderEventData,
} from './orders.events.ts'
import { recordOrderEvent } from './record-order-event.ts'

type Told = ReadonlyArray<EventDefinition<OrderEventData>>

/** What each command tells. Saves of stages tell their own events. */
const toldBy: Record<OrderCommand, Told | ((from: OrderStatus) => Told)> = {
  orderSelectItems: [],
  orderSetContacts: [],
  orderSetProvisioning: [],
  orderSubmit: [orderSubmitted],
  orderSubmitForApproval: (from) =>
    from === 'CHANGES_REQUESTED' ? [orderResubmitted] : [orderSubmittedForApproval],
  orderWithdraw: [orderWithdrawn],
  orderCancel: [orderCancelled],
  approvalApprove: [orderApproved],
  approvalReject: [orderRejected],
  approvalRequestChanges: [orderChangesRequested],
  orderProvideInformation: [orderInformationProvided],
  orderRetry: [orderFulfillmentRetried],
  orderCancelRemainingLines: (from) => (from === 'PARTIALLY_FULFILLED' ? [orderFulfilled] : [orderCancelled]),
  'draft.expire': [orderExpired],
  'number.issue': [orderPlaced],
  'routing.require': [orderPendingApproval],
  'routing.approve': [orderAutoApproved, orderApproved],
  'approval.expire': [orderExpired],
  'approval.timeoutReject': [orderRejected],
  'approval.timeoutReturn': [orderChangesRequested],
  'approval.timeoutApprove': [orderApproved],
  'fulfillment.start': [orderFulfillmentStarted],
  'lines.resume': [orderFulfillmentResumed],
  'lines.await': [orderAwaitingInformation],
  'lines.fulfil': [orderFulfilled],
  'lines.fulfilPartly': [orderPartiallyFulfilled],
  'lines.fail': [orderFulfillmentFailed],
  'lines.cancel': [orderCancelled],
}

/** A command with what the person said. */
export interface Move {
  command: OrderCommand
  /** Becomes the order's `statusReason`. */
  reason?: string | null
}

/**
 * Moves a locked order by the state table: sets its status, bumps its version, and records the events of the command.
 * Who may do it and what else must hold is checked by the verb before. Refuses ORDER_INVALID_TRANSITION.
 */
export function moveOrder(ctx: Ctx, order: Order, move: OrderCommand | Move): void {
  const { command, reason = null } = typeof move === 'string' ? { command: move } : move
  const from = order.status
  const next = nextStatus(from, command)
  if (!next.ok) {
    const { message, allowed } = next.problem
    throw refuse('ORDER_INVALID_TRANSITION', message, { details: { from, command, allowed } })
  }
  if (next.status !== from) order.statusReason = reason
  order.status = next.status
  order.version += 1
  order.updatedAt = ctx.clock.now()
  const told = toldBy[command]
  for (const definition of typeof told === 'function' ? told(from) : told)
    recordOrderEvent(ctx, definition, { order, reason })
}
