import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { ensureNumberSeries } from '../numbering/ensure-number-series.ts'
import { lockNumberSeries } from '../numbering/lock-number-series.ts'
import type { NumberSeries } from '../numbering/number-series.entity.ts'
import { takeNumbers } from '../numbering/take-numbers.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { moveOrder } from './move-order.ts'
import { Order } from './order.entity.ts'

/** Orders per round, and rounds per call: a bound on one transaction. What is left wakes the next. */
const batch = 200
const rounds = 10

async function lockSeries(ctx: Ctx, sellerId: string): Promise<NumberSeries> {
  const series = await lockNumberSeries(ctx, sellerId)
  if (series) return series
  const seller = await ctx.em.findOneOrFail(Organization, { id: sellerId })
  await ensureNumberSeries(ctx, { sellerId, timeZone: seller.timeZone })
  const made = await lockNumberSeries(ctx, sellerId)
  if (!made) throw new Error(`Seller ${sellerId} has no series of order numbers`)
  return made
}

async function numberRound(ctx: Ctx, series: NumberSeries): Promise<number> {
  const { sellerId } = series
  const orders = await ctx.em.find(
    Order,
    { sellerId, status: 'SUBMITTED', orderNumber: null, submittedAt: { $ne: null } },
    { orderBy: { submittedAt: 'asc', id: 'asc' }, limit: batch, lockMode: LockMode.PESSIMISTIC_WRITE },
  )
  if (orders.length === 0) return 0
  await ctx.em.populate(orders, ['lines'])
  const now = ctx.clock.now()
  const numbers = await takeNumbers(
    ctx,
    series,
    orders.map((order) => order.submittedAt ?? now),
  )
  for (const [index, order] of orders.entries()) {
    const number = numbers[index]
    if (!number) throw new Error(`No number was taken for order ${order.id}`)
    order.orderNumber = number.text
    order.numberSeriesId = series.id
    order.numberPeriod = number.period
    order.numberSequence = number.sequence
    order.placedAt = now
    moveOrder(ctx, order, 'number.issue')
  }
  await ctx.em.flush()
  return orders.length
}

/**
 * Numbers every submitted order of the actor's seller that has no number, in the order of submission, and records
 * `order.placed` for each; answers how many. Gapless and exactly once: the lock of the series comes first, and counter
 * and numbers move in the caller's transaction. A repeat finds nothing left. The seller's series is made if need be.
 */
export async function issueOrderNumbers(ctx: Ctx): Promise<number> {
  const series = await lockSeries(ctx, ctx.actor.sellerId)
  let issued = 0
  for (let round = 0; round < rounds; round++) {
    const numbered = await numberRound(ctx, series)
    issued += numbered
    if (numbered < batch) break
  }
  return issued
}
