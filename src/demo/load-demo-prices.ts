import type { Ctx } from '../access/ctx.ts'
import { ensurePriceList } from '../catalog/ensure-price-list.ts'
import { Offer } from '../catalog/offer.entity.ts'
import { setPrices } from '../catalog/set-prices.ts'
import type { DemoPrices } from './read-demo-data.ts'

/** Sets prices of the platform in one currency: tiers, usage, and currencies without a column in the offers file. */
export async function loadDemoPrices(ctx: Ctx, { currency, prices }: DemoPrices): Promise<void> {
  const { sellerId } = ctx.actor
  const key = `list-${currency.toLowerCase()}`
  const list = await ensurePriceList(ctx, { sellerId, key, name: `List prices ${currency}`, currency })
  const numbers = prices.map(({ vendorPartNumber }) => vendorPartNumber)
  const offers = await ctx.em.find(Offer, { vendorPartNumber: { $in: numbers } })
  const ids = new Map(offers.map(({ id, vendorPartNumber }) => [vendorPartNumber, id]))
  const priced = prices.map(({ vendorPartNumber, ...price }) => {
    const offerId = ids.get(vendorPartNumber)
    if (!offerId) throw new Error(`src/demo/data/prices.json: there is no offer ${vendorPartNumber}.`)
    return { offerId, ...price }
  })
  await setPrices(ctx, { priceListId: list.id, prices: priced })
}
