import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'

/** Refuses a customer's own approver (FORBIDDEN): it decides, and how approvals run is the business of its seller. */
export function requireSellerSide({ actor }: Pick<Ctx, 'actor'>, path: string[]): void {
  if (actor.organizationScope === null) return
  throw refuse('FORBIDDEN', 'This is for the people of the reseller. Decide, or ask your reseller.', path)
}
