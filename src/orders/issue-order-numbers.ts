import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { tracesOf } from '../events/traces-of.ts'
import { ensureNumberSeries } from '../numbering/ensure-number-series.ts'
import { lockNumberSeries } from '../numbering/lock-number-series.ts'
import type { NumberSeries } from '../numbering/number-series.entity.ts'
import { seriesFor } from '../numbering/series-for.rules.ts'
import { takeNumbers, type TakenNumber } from '../numbering/take-numbers.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { moveOrder } from './move-order.ts'
import { Order } from './order.entity.ts'

/** Orders per round, and rounds per call: a bound on one transaction. What is left wakes the next. */
const batch = 200
const rounds = 10

async function lockSeries(ctx: Ctx, sellerId: string): Promise<NumberSeries[]> {
  const series = await lockNumberSeries(ctx, sellerId)
  if (series.some(({ orderType, country }) => !orderType && !country)) return series
  const seller = await ctx.em.findOneOrFail(Organization, { id: sellerId })
  await ensureNumberSeries(ctx, { sellerId, timeZone: seller.timeZone })
  return lockNumberSeries(ctx, sellerId)
}

/** The orders of each series, in the order given. */
async function bySeries(
  ctx: Ctx,
  series: readonly NumberSeries[],
  orders: readonly Order[],
): Promise<Map<NumberSeries, Order[]>> {
  const ids = [...new Set(orders.map(({ organizationId }) => organizationId))]
  const customers = series.length > 1 ? await ctx.em.find(Organization, { id: { $in: ids } }) : []
  const countries = new Map(customers.map(({ id, country }) => [id, country]))
  return Map.groupBy(orders, (order) => {
    const country = countries.get(order.organizationId) ?? ''
    const found = seriesFor(series, { orderType: order.type, country })
    if (!found) throw new Error(`Seller ${order.sellerId} has no series of order numbers`)
    return found
  })
}

function place(ctx: Ctx, order: Order, as: { number: TakenNumber; series: NumberSeries }): void {
  order.orderNumber = as.number.text
  order.numberSeriesId = as.series.id
  order.numberPeriod = as.number.period
  order.numberSequence = as.number.sequence
  order.placedAt = ctx.clock.now()
  moveOrder(ctx, order, 'number.issue')
}

async function numberRound(ctx: Ctx, inUse: readonly NumberSeries[], sellerId: string): Promise<number> {
  const orders = await ctx.em.find(
    Order,
    { sellerId, status: 'SUBMITTED', orderNumber: null, submittedAt: { $ne: null } },
    { orderBy: { submittedAt: 'asc', id: 'asc' }, limit: batch, lockMode: LockMode.PESSIMISTIC_WRITE },
  )
  if (orders.length === 0) return 0
  await ctx.em.populate(orders, ['lines'])
  const now = ctx.clock.now()
  const numbers = new Map<Order, { number: TakenNumber; series: NumberSeries }>()
  for (const [series, group] of await bySeries(ctx, inUse, orders)) {
    const taken = await takeNumbers(
      ctx,
      series,
      group.map((order) => order.submittedAt ?? now),
    )
    for (const [index, order] of group.entries()) {
      const number = taken[index]
      if (number) numbers.set(order, { number, series })
    }
  }
  const traces = await tracesOf(
    ctx,
    orders.map(({ id }) => id),
  )
  for (const order of orders) {
    const as = numbers.get(order)
    if (!as) throw new Error(`No number was taken for order ${order.id}`)
    const traceparent = traces.get(order.id)
    place(traceparent ? { ...ctx, traceparent } : ctx, order, as)
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
  const { sellerId } = ctx.actor
  const series = await lockSeries(ctx, sellerId)
  let issued = 0
  for (let round = 0; round < rounds; round++) {
    const numbered = await numberRound(ctx, series, sellerId)
    issued += numbered
    if (numbered < batch) break
  }
  return issued
}
