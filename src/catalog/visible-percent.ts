import type { Ctx } from '../access/ctx.ts'
import { maySeeCost } from './may-see-cost.ts'

/** A markup or discount; null for whoever may not see costs, because it would give them away. */
export function visiblePercent(ctx: Pick<Ctx, 'actor'>, of: { percent: string | null }): string | null {
  return maySeeCost(ctx) ? of.percent : null
}
