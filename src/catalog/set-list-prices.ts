import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound, refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { findPriceListForUpdate } from './find-price-list-for-update.ts'
import { findPriceList } from './find-price-list.ts'
import { Offer } from './offer.entity.ts'
import type { PriceList } from './price-list.entity.ts'
import { priceListPricesSet } from './price-list.events.ts'
import type { PriceInput, PriceSetInput } from './price-list.inputs.ts'
import { priceProblems } from './price-problems.rules.ts'
import { recordPriceListEvent } from './record-price-list-event.ts'
import { setPrices } from './set-prices.ts'

/** Most prices of one request. */
const mostPrices = 500

async function offerProblems(ctx: Ctx, prices: readonly PriceInput[]): Promise<Problem[]> {
  const offers = await ctx.em.find(Offer, { id: { $in: prices.map(({ offerId }) => offerId) } })
  const known = new Set(offers.map(({ id }) => id))
  const first = new Map<string, number>()
  return prices.flatMap(({ offerId }, index): Problem[] => {
    const path = ['prices', String(index), 'offerId']
    if (!known.has(offerId))
      return [{ code: 'NOT_FOUND', message: 'There is no such offer. Check the id.', path }]
    if (first.has(offerId)) return [{ code: 'OFFER_REPEATED', message: 'Give each offer one price.', path }]
    first.set(offerId, index)
    return []
  })
}

async function setAll(ctx: Ctx, input: PriceSetInput): Promise<PriceList> {
  const { prices, validFrom } = input
  const list = await findPriceListForUpdate(ctx, input.priceListId)
  if (prices.length === 0 || prices.length > mostPrices)
    throw refuse('PRICES_COUNT', `Set 1 to ${mostPrices} prices at once.`, ['prices'])
  const now = ctx.clock.now()
  if (validFrom && validFrom < now)
    throw refuse('VALID_FROM_PAST', 'Prices of the past stay as they were. Use now or a later instant.', [
      'validFrom',
    ])
  refuseAll([
    ...(await offerProblems(ctx, prices)),
    ...prices.flatMap((price, index) => priceProblems(price, list.basis, ['prices', String(index)])),
  ])
  const from = validFrom ?? now
  const changed = await setPrices(ctx, { priceListId: list.id, prices, from })
  if (changed.size === 0) return list
  list.version += 1
  const data = { from: from.toISOString(), offerIds: [...changed] }
  recordPriceListEvent(ctx, priceListPricesSet, { list, data })
  return list
}

/**
 * Sets prices of a list from now or a later instant on: the old ones end then, the new ones begin, and both stay to be
 * seen. What is the same already is left alone. A fixed number of statements. Records `price_list.prices_set`. Refuses
 * PRICES_COUNT, VALID_FROM_PAST, OFFER_REPEATED, PRICE_INVALID, PRICE_MISSING, PRICE_AMBIGUOUS, PERCENT_INVALID, what is
 * wrong with tiers (TIERS_MISSING, TIERS_UNEXPECTED, TIERS_OPEN_END, TIERS_NOT_ASCENDING), and NOT_FOUND.
 */
export async function setListPrices(ctx: Ctx, input: PriceSetInput): Promise<PriceList> {
  allow(ctx, 'PRICE_WRITE')
  return idempotent(
    ctx,
    { operation: 'priceSet', input },
    {
      work: () => setAll(ctx, input),
      replay: async (id) => {
        const list = await findPriceList(ctx, id)
        if (!list) throw notFound('price list')
        return list
      },
    },
  )
}
