import type { Ctx } from '../access/ctx.ts'
import { localDate } from '../platform/calendar.ts'
import { formatOrderNumber, periodKey, sequenceWidth } from './number-pattern.rules.ts'
import type { NumberSeries } from './number-series.entity.ts'
import { seriesSecret } from './series-secret.ts'
import { shuffleSequence } from './shuffle-sequence.ts'

/** One number of a series. */
export interface TakenNumber {
  /** As people read it: `SO-2026-000042`. */
  text: string
  period: string
  sequence: bigint
}

interface Counter {
  last_number: string
}

/** Advances the counter of one period by `count` and answers the number before the first that was taken. */
async function advance(
  ctx: Ctx,
  series: NumberSeries,
  step: { period: string; count: number },
): Promise<bigint> {
  const [row] = await ctx.em.execute<Counter[]>(
    `INSERT INTO number_counter AS c (seller_id, series_id, period, last_number) VALUES (?, ?, ?, ?)
     ON CONFLICT (seller_id, series_id, period) DO UPDATE SET last_number = c.last_number + excluded.last_number
     RETURNING last_number`,
    [series.sellerId, series.id, step.period, step.count],
  )
  if (!row) throw new Error(`The counter of series ${series.id} was not written`)
  return BigInt(row.last_number) - BigInt(step.count)
}

/**
 * Takes one number for each instant, in the order given: consecutive within each period of the series' time zone.
 * Hold the lock of the series; the counter moves in the caller's transaction, so a rollback leaves no gap.
 */
export async function takeNumbers(
  ctx: Ctx,
  series: NumberSeries,
  instants: readonly Date[],
): Promise<TakenNumber[]> {
  const periodOf = (instant: Date) => periodKey(series.reset, instant, series.timeZone)
  const next = new Map<string, bigint>()
  for (const [period, group] of Map.groupBy(instants, periodOf))
    next.set(period, await advance(ctx, series, { period, count: group.length }))
  const secret = seriesSecret(ctx, series)
  const width = sequenceWidth(series.pattern)
  return instants.map((instant) => {
    const period = periodOf(instant)
    const sequence = (next.get(period) ?? 0n) + 1n
    next.set(period, sequence)
    const [year = 0, month = 1] = localDate(instant, series.timeZone).split('-').map(Number)
    const text = formatOrderNumber(series.pattern, {
      prefix: series.prefix,
      year,
      month,
      sequence: secret === null ? sequence : shuffleSequence(sequence, width, { secret, period }),
    })
    return { text, period, sequence }
  })
}
