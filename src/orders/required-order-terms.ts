import type { Ctx } from '../access/ctx.ts'
import { requiredTerms } from '../terms/required-terms.ts'
import type { TermsVersion } from '../terms/terms-version.entity.ts'
import { linesOf } from './lines-of.ts'
import { orderContext } from './order-context.ts'
import type { Order } from './order.entity.ts'

/**
 * The versions of terms that must be accepted before this order is submitted: its seller's, its vendors', and those of
 * its products and of the customer's country.
 */
export async function requiredOrderTerms(ctx: Ctx, order: Order): Promise<TermsVersion[]> {
  const items = (await linesOf(order)).map((line) => line.item)
  const { organization } = await orderContext(ctx, order)
  return requiredTerms(ctx, {
    sellerId: order.sellerId,
    vendorIds: [...new Set(items.map(({ vendorId }) => vendorId))],
    productIds: [...new Set(items.map(({ productId }) => productId))],
    country: organization.country,
  })
}
