import type { Ctx } from '../access/ctx.ts'
import { findTermsChanges, type TermsChange } from '../terms/find-terms-changes.ts'
import type { Order } from './order.entity.ts'
import { requiredOrderTerms } from './required-order-terms.ts'

/** The terms that an order needs, each beside the version that its customer accepted last. */
export async function requiredOrderTermsChanges(ctx: Ctx, order: Order): Promise<TermsChange[]> {
  return findTermsChanges(ctx, order, await requiredOrderTerms(ctx, order))
}
