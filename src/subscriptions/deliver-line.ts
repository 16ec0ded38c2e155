import type { Ctx } from '../access/ctx.ts'
import type { LockedLine } from '../orders/find-line-for-update.ts'
import { fulfilLine } from '../orders/fulfil-line.ts'
import { activateSubscription, type Delivered } from './activate-subscription.ts'
import { changeSubscription } from './change-subscription.ts'

async function carryOut(ctx: Ctx, what: LockedLine & Delivered): Promise<void> {
  if (what.line.action === 'ADD') await activateSubscription(ctx, what)
  else await changeSubscription(ctx, what)
}

/**
 * Marks a line delivered and makes, changes or ends its cloud subscription, whoever delivered it. Hold the order's lock. The subscription
 * comes first, so that the order's own end is the last thing told.
 */
export async function deliverLine(ctx: Ctx, what: LockedLine & Delivered): Promise<void> {
  const vendorReference = what.vendorReference.trim()
  // A line that is delivered already has its subscription; fulfilLine refuses it.
  if (what.line.status !== 'FULFILLED') await carryOut(ctx, { ...what, vendorReference })
  fulfilLine(ctx, { order: what.order, line: what.line, vendorReference })
}
