import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { NumberSeries } from './number-series.entity.ts'

/**
 * Locks the numbering of a seller until the transaction ends, and answers its series in use; none: it has none yet.
 * The lock is the row of the seller's first series, which stays for good whatever takes over: whoever holds it is the
 * only one who numbers the seller's orders or changes how. Take it before the orders, as every assigner does.
 */
export async function lockNumberSeries(ctx: Ctx, sellerId: string): Promise<NumberSeries[]> {
  const oldestFirst = { createdAt: 'asc', id: 'asc' } as const
  const first = await ctx.em.findOne(
    NumberSeries,
    { sellerId },
    { orderBy: oldestFirst, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  )
  if (!first) return []
  // Asked again under the lock: a change that was waited for may have ended one series and begun another.
  return ctx.em.find(NumberSeries, { sellerId, endedAt: null }, { orderBy: oldestFirst, refresh: true })
}
