import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound } from '../platform/errors.ts'
import { findPriceList } from './find-price-list.ts'
import { PriceList } from './price-list.entity.ts'

/**
 * The list under its lock, so that two changes of it come one after the other. Refuses NOT_FOUND, and OUT_OF_REACH for
 * the list of a seller below.
 */
export async function findPriceListForUpdate(ctx: Ctx, id: string): Promise<PriceList> {
  const found = await findPriceList(ctx, id)
  if (!found) throw notFound('price list', ['priceListId'])
  inWriteReach(ctx, found, ['priceListId'])
  return ctx.em.findOneOrFail(PriceList, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true })
}
