import type { Ctx } from '../access/ctx.ts'
import { linesOf } from './lines-of.ts'
import { orderFacts } from './order-facts.ts'
import type { Order } from './order.entity.ts'
import type { OrderStageReport } from './order.view.ts'
import { evaluateStages } from './stages.rules.ts'

/** How far the four stages of an order are; judged by the same rules as its submission. */
export async function readStages(ctx: Ctx, order: Order): Promise<OrderStageReport[]> {
  await linesOf(order)
  return evaluateStages(await orderFacts(ctx, order))
}
