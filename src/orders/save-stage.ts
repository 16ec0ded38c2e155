import type { Ctx } from '../access/ctx.ts'
import { savedStageFacts } from './order-facts.ts'
import type { OrderStage } from './order-status.ts'
import type { Order } from './order.entity.ts'
import { orderDraftUpdated, orderStageCompleted } from './orders.events.ts'
import { recordOrderEvent } from './record-order-event.ts'
import { evaluateStages } from './stages.rules.ts'

/** Ends the save of a stage: bumps the version, and records whether the stage is complete now. */
export async function saveStage(ctx: Ctx, order: Order, stage: OrderStage): Promise<Order> {
  order.version += 1
  order.updatedAt = ctx.clock.now()
  const stages = evaluateStages(await savedStageFacts(ctx, order, stage))
  const isComplete = stages.some((one) => one.kind === stage && one.state === 'COMPLETE')
  if (isComplete) recordOrderEvent(ctx, orderStageCompleted, { order, stage })
  else recordOrderEvent(ctx, orderDraftUpdated, { order })
  return order
}
