import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { refuse, refuseAll } from '../platform/errors.ts'
import { ensureNumberSeries } from './ensure-number-series.ts'
import { lockNumberSeries } from './lock-number-series.ts'
import { NumberSeries } from './number-series.entity.ts'
import { numberSeriesCreated } from './numbering.events.ts'
import type { NumberSeriesCreateInput } from './numbering.inputs.ts'
import { recordSeriesEvent } from './record-series-event.ts'
import { collisionProblems, shapeProblems } from './series-problems.ts'
import { newSeriesSecret } from './series-secret.ts'

/** Locks the numbering of the seller, which gets its first series, the one of all orders, where it has none yet. */
async function lockAll(ctx: Ctx, sellerId: string): Promise<NumberSeries[]> {
  const inUse = await lockNumberSeries(ctx, sellerId)
  if (inUse.length > 0) return inUse
  const [seller] = await ctx.em.execute<Array<{ time_zone: string }>>(
    'SELECT time_zone FROM organization WHERE id = ?',
    [sellerId],
  )
  await ensureNumberSeries(ctx, { sellerId, timeZone: seller?.time_zone ?? 'UTC' })
  return lockNumberSeries(ctx, sellerId)
}

async function create(ctx: Ctx, input: NumberSeriesCreateInput, id: string): Promise<NumberSeries> {
  const { orderType = null, country = null, pattern, prefix, reset, policy } = input
  const { sellerId } = ctx.actor
  const inUse = await lockAll(ctx, sellerId)
  const series = Object.assign(new NumberSeries(), {
    id,
    sellerId,
    orderType,
    country,
    legalEntity: input.legalEntity?.trim() ?? null,
    pattern,
    prefix,
    reset,
    policy,
    secret: policy === 'OPAQUE' ? newSeriesSecret(ctx, id) : null,
    timeZone: input.timeZone ?? inUse[0]?.timeZone ?? 'UTC',
    createdAt: ctx.clock.now(),
  })
  refuseAll(shapeProblems(series))
  if (inUse.some((one) => one.orderType === orderType && one.country === country))
    throw refuse('NUMBER_SERIES_EXISTS', 'You have a series for these orders. Change it.', ['orderType'])
  refuseAll(await collisionProblems(ctx, series))
  ctx.em.persist(series)
  recordSeriesEvent(ctx, numberSeriesCreated, series)
  return series
}

/**
 * Adds a series of order numbers for orders of one type, of customers of one country, or both. Refuses
 * NUMBER_PATTERN_INVALID, NUMBER_PREFIX_INVALID, ORDER_TYPE_INVALID, what is wrong with zone and country,
 * NUMBER_SERIES_EXISTS and NUMBER_PATTERN_TAKEN.
 */
export async function createNumberSeries(ctx: Ctx, input: NumberSeriesCreateInput): Promise<NumberSeries> {
  allow(ctx, 'NUMBER_SERIES_WRITE')
  const resultId = ctx.ids.next('nse')
  return idempotent(
    ctx,
    { operation: 'numberSeriesCreate', input, resultId },
    {
      work: () => create(ctx, input, resultId),
      replay: (id) => ctx.em.findOneOrFail(NumberSeries, { id }),
    },
  )
}
