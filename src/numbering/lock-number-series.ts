import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { NumberSeries } from './number-series.entity.ts'

/**
 * Locks the seller's series of order numbers until the transaction ends; null when it has none yet. Whoever holds it
 * is the only one who numbers the seller's orders: take it before the orders, as every assigner does.
 */
export function lockNumberSeries(ctx: Ctx, sellerId: string): Promise<NumberSeries | null> {
  return ctx.em.findOne(
    NumberSeries,
    { sellerId, documentType: 'ORDER' },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  )
}
