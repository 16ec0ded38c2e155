import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'

/** True when the actor may see what its own reseller pays. A customer's user never may. */
export function maySeeCost({ actor }: Pick<Ctx, 'actor'>): boolean {
  return may(actor, 'PRICE_COST_READ') && actor.organizationScope === null
}
