import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { isCurrency } from '../platform/money.ts'
import { PriceList } from './price-list.entity.ts'

/**
 * The seller's price list with this key; made when it is missing, renamed when the name differs.
 * Refuses sellers that the actor does not write for (NOT_FOUND), unknown currencies (CURRENCY_UNKNOWN), and another
 * currency than the list has (CURRENCY_MISMATCH).
 */
export async function ensurePriceList(
  ctx: Ctx,
  input: { sellerId: string; key: string; name: string; currency: string },
): Promise<PriceList> {
  allow(ctx, Permission.CATALOG_WRITE)
  const { sellerId, key, name, currency } = input
  if (!ctx.actor.writableSellers.includes(sellerId)) throw notFound('seller', ['sellerId'])
  if (!isCurrency(currency))
    throw refuse('CURRENCY_UNKNOWN', `"${currency}" is not an ISO 4217 currency.`, ['currency'])
  const known = await ctx.em.findOne(PriceList, { sellerId, key })
  if (known && known.currency !== currency)
    throw refuse('CURRENCY_MISMATCH', `This list holds ${known.currency}; use another key.`, ['currency'])
  if (known) return Object.assign(known, { name })
  const id = ctx.ids.next('pls')
  const list = Object.assign(new PriceList(), input, { id, createdAt: ctx.clock.now() })
  ctx.em.persist(list)
  await ctx.em.flush()
  return list
}
