import type { Ctx } from '../access/ctx.ts'
import { requiredTerms } from '../terms/required-terms.ts'
import type { TermsVersion } from '../terms/terms-version.entity.ts'
import { linesOf } from './lines-of.ts'
import type { Order } from './order.entity.ts'

/** The versions of terms that must be accepted before this order is submitted: its seller's and its vendors'. */
export async function requiredOrderTerms(ctx: Ctx, order: Order): Promise<TermsVersion[]> {
  const vendorIds = [...new Set((await linesOf(order)).map((line) => line.item.vendorId))]
  return requiredTerms(ctx, { sellerId: order.sellerId, vendorIds })
}
