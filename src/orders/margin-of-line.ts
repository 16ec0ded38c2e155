import type { Ctx } from '../access/ctx.ts'
import type { PriceMargin } from '../catalog/price-margin.view.ts'
import { visibleMargin } from '../catalog/visible-margin.ts'
import type { OrderLine } from './order.entity.ts'

/** What the caller's reseller pays for a line and keeps, as it was when quoted; null for whoever may not see it. */
export function marginOfLine(ctx: Pick<Ctx, 'actor'>, line: OrderLine): PriceMargin | null {
  const { quantity, currency, item: offer, pricing } = line
  return pricing && visibleMargin(ctx, { chain: pricing.chain, quantity, currency, offer })
}
