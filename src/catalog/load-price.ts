import DataLoader from 'dataloader'
import type { Ctx } from '../access/ctx.ts'
import { loaderOf } from '../platform/load.ts'
import { findPrices, type NearestPrice, type WantedPrices } from './find-prices.ts'

/**
 * The nearest price of one offer, or null. All loads of one tick that ask for the same currency, sellers and customer
 * become one query, so a page of offers costs one.
 */
export async function loadPrice(
  ctx: Pick<Ctx, 'em' | 'clock'>,
  wanted: WantedPrices & { offerId: string },
): Promise<NearestPrice | null> {
  const { offerId, ...buyer } = wanted
  const loader = loaderOf<string, NearestPrice | null>(
    ctx,
    `price ${buyer.currency} ${buyer.organizationId ?? ''} ${buyer.sellers.join(' ')}`,
    (em) =>
      new DataLoader(async (offerIds) => {
        const found = await findPrices({ em, clock: ctx.clock }, { offerIds, ...buyer })
        return offerIds.map((id) => found.get(id) ?? null)
      }),
  )
  return loader.load(offerId)
}
