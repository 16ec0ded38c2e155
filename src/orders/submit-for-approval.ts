import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { refuse } from '../platform/errors.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import { openOrderApproval } from './open-order-approval.ts'
import { orderContext } from './order-context.ts'
import type { Order } from './order.entity.ts'
import type { OrderSubmitForApprovalInput } from './order.inputs.ts'
import { requireCommand } from './orders.policy.ts'
import { requireVersion } from './require-version.ts'
import { submitDraft } from './submit-draft.ts'

/** A resting order goes to its approvers at once. */
async function release(ctx: Ctx, order: Order): Promise<Order> {
  const { seller } = await orderContext(ctx, order)
  if (!order.orderNumber)
    throw refuse('ORDER_NUMBER_PENDING', 'The order gets its number within seconds. Send it then.', [
      'orderId',
    ])
  if (seller.approvalSubmission === 'AUTOMATIC' || order.revision > 1)
    throw refuse('APPROVAL_IS_AUTOMATIC', 'The order goes to approval by itself within seconds.', ['orderId'])
  await openOrderApproval(ctx, order, 'orderSubmitForApproval')
  return order
}

async function send(ctx: Ctx, order: Order, input: OrderSubmitForApprovalInput): Promise<Order> {
  requireVersion(order, input.expectedVersion)
  requireCommand(ctx.actor, order, 'orderSubmitForApproval')
  if (order.status !== 'CHANGES_REQUESTED') return release(ctx, order)
  const terms = input.terms ?? { acceptedVersionIds: [] }
  return submitDraft(ctx, order, { command: 'orderSubmitForApproval', terms })
}

/**
 * Sends an order to approval: releases one that rests in SUBMITTED (sellers with MANUAL submission), or resubmits a
 * returned one under the same number and the next revision; its terms are accepted again then. Refuses as `orderSubmit`.
 */
export async function submitForApproval(ctx: Ctx, input: OrderSubmitForApprovalInput): Promise<Order> {
  allow(ctx, 'ORDER_CREATE')
  const order = await findOrderForUpdate(ctx, input.orderId)
  return idempotent(
    ctx,
    {
      operation: 'orderSubmitForApproval',
      input,
      resultId: order.id,
    },
    { work: () => send(ctx, order, input), replay: () => Promise.resolve(order) },
  )
}
