import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import { isEditable } from './lifecycle.rules.ts'
import type { Order } from './order.entity.ts'
import type { OrderSubmitInput } from './order.inputs.ts'
import { requireCommand } from './orders.policy.ts'
import { requireVersion } from './require-version.ts'
import { submitDraft } from './submit-draft.ts'

/** True when this very requester has submitted this revision: a repeat then answers with the order as it is. */
function isAlreadySubmitted(ctx: Ctx, order: Order): boolean {
  return order.submittedAt !== null && !isEditable(order.status) && order.requestedById === ctx.actor.id
}

/**
 * Submits a draft. A repeat answers with the same order and changes nothing, with or without the idempotency key.
 * Refuses VERSION_CONFLICT, FORBIDDEN, ORDER_INVALID_TRANSITION, holds, every problem of the stages with
 * STAGE_INCOMPLETE, PRICE_EXPIRED, APPROVER_MISSING and what `acceptTerms` refuses; nothing is changed then.
 */
export async function submitOrder(ctx: Ctx, input: OrderSubmitInput): Promise<Order> {
  allow(ctx, 'ORDER_CREATE')
  const order = await findOrderForUpdate(ctx, input.orderId)
  if (isAlreadySubmitted(ctx, order)) return order
  return idempotent(
    ctx,
    { operation: 'orderSubmit', input, resultId: order.id },
    {
      work: async () => {
        requireVersion(order, input.expectedVersion)
        requireCommand(ctx.actor, order, 'orderSubmit')
        return submitDraft(ctx, order, { command: 'orderSubmit', terms: input.terms })
      },
      replay: () => Promise.resolve(order),
    },
  )
}
