import type { Ctx } from '../access/ctx.ts'
import { orderContext } from './order-context.ts'
import { stageFacts, type FactSources } from './order-facts.ts'
import type { OrderStage } from './order-status.ts'
import type { Order } from './order.entity.ts'
import { orderDraftUpdated, orderStageCompleted } from './orders.events.ts'
import { recordOrderEvent } from './record-order-event.ts'
import { evaluateStages } from './stages.rules.ts'

const active: Pick<FactSources, 'organization' | 'account'> = {
  organization: { status: 'ACTIVE' },
  account: { status: 'ACTIVE' },
}

/** What this one stage is judged by: only the contacts look at the account, and the offers were quoted a moment ago. */
async function isComplete(ctx: Ctx, order: Order, stage: OrderStage): Promise<boolean> {
  const { organization, account } = stage === 'CONTACT_DETAILS' ? await orderContext(ctx, order) : active
  const facts = stageFacts(order, { organization, account, forSale: null, now: ctx.clock.now() })
  return evaluateStages(facts).some((one) => one.kind === stage && one.state === 'COMPLETE')
}

/** Ends the save of a stage: bumps the version, and records whether the stage is complete now. */
export async function saveStage(ctx: Ctx, order: Order, stage: OrderStage): Promise<Order> {
  order.version += 1
  order.updatedAt = ctx.clock.now()
  // Somebody works on it: an end that was announced is off.
  order.expiresAt = null
  if (await isComplete(ctx, order, stage)) recordOrderEvent(ctx, orderStageCompleted, { order, stage })
  else recordOrderEvent(ctx, orderDraftUpdated, { order })
  return order
}
