import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound, refuse, refuseAll } from '../platform/errors.ts'
import { lockNumberSeries } from './lock-number-series.ts'
import { NumberSeries } from './number-series.entity.ts'
import { numberSeriesChanged } from './numbering.events.ts'
import type { NumberSeriesUpdateInput } from './numbering.inputs.ts'
import { recordSeriesEvent } from './record-series-event.ts'
import { collisionProblems, shapeProblems } from './series-problems.ts'
import { newSeriesSecret } from './series-secret.ts'

/** What a change leads to: the same series, or its successor under the given id. */
function changedSeries(
  ctx: Ctx,
  series: NumberSeries,
  change: { input: NumberSeriesUpdateInput; id: string },
): NumberSeries {
  const { input, id } = change
  const { pattern, prefix, reset, policy } = series
  const shape = {
    pattern: input.pattern ?? pattern,
    prefix: input.prefix ?? prefix,
    reset: input.reset ?? reset,
    policy: input.policy ?? policy,
  }
  const is = { pattern, prefix, reset, policy }
  const begins = (['pattern', 'prefix', 'reset', 'policy'] as const).some((one) => is[one] !== shape[one])
  const more = {
    timeZone: input.timeZone ?? series.timeZone,
    legalEntity: input.legalEntity?.trim() ?? series.legalEntity,
  }
  if (!begins) return Object.assign(new NumberSeries(), series, more, { version: series.version + 1 })
  const { sellerId, orderType, country } = series
  return Object.assign(new NumberSeries(), {
    sellerId,
    orderType,
    country,
    ...shape,
    ...more,
    id,
    secret: shape.policy === 'OPAQUE' ? newSeriesSecret(ctx, id) : null,
    replacesId: series.id,
    createdAt: ctx.clock.now(),
  })
}

async function update(ctx: Ctx, input: NumberSeriesUpdateInput, id: string): Promise<NumberSeries> {
  const inUse = await lockNumberSeries(ctx, ctx.actor.sellerId)
  const series = inUse.find((one) => one.id === input.numberSeriesId)
  if (!series) throw notFound('number series', ['numberSeriesId'])
  if (series.version !== input.expectedVersion) {
    const message = `It was changed meanwhile and is at version ${series.version}. Look at it again.`
    const details = { currentVersion: series.version }
    throw refuse('VERSION_CONFLICT', message, { path: ['expectedVersion'], details })
  }
  const wanted = changedSeries(ctx, series, { input, id })
  refuseAll(shapeProblems(wanted))
  const isSuccessor = wanted.id !== series.id
  if (isSuccessor) refuseAll(await collisionProblems(ctx, wanted))
  const { timeZone, legalEntity, version } = wanted
  if (isSuccessor) {
    Object.assign(series, { endedAt: ctx.clock.now(), version: series.version + 1 })
    // The one that ended makes room first: of the series in use, each covers other orders.
    await ctx.em.flush()
    ctx.em.persist(wanted)
  } else Object.assign(series, { timeZone, legalEntity, version })
  const changed = isSuccessor ? wanted : series
  recordSeriesEvent(ctx, numberSeriesChanged, changed)
  return changed
}

/**
 * Changes a series of order numbers from the next number on. Zone and legal entity change where they stand; another
 * pattern, prefix, reset or policy begins a successor at 1, and the series that ended keeps its numbers: none comes
 * back, and in each series none is left out. Answers the series that is in use now. Refuses as `createNumberSeries`,
 * and NOT_FOUND and VERSION_CONFLICT.
 */
export async function updateNumberSeries(ctx: Ctx, input: NumberSeriesUpdateInput): Promise<NumberSeries> {
  allow(ctx, 'NUMBER_SERIES_WRITE')
  const resultId = ctx.ids.next('nse')
  return idempotent(
    ctx,
    { operation: 'numberSeriesUpdate', input, resultId },
    {
      work: () => update(ctx, input, resultId),
      replay: async (id) =>
        (await ctx.em.findOne(NumberSeries, { id })) ??
        ctx.em.findOneOrFail(NumberSeries, { id: input.numberSeriesId }),
    },
  )
}
