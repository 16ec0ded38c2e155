import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { NumberSeries } from './number-series.entity.ts'
import type { numberSeriesChanged, numberSeriesCreated } from './numbering.events.ts'

/** Records an event of a series, with all of it that is public. */
export function recordSeriesEvent(
  ctx: Ctx,
  definition: typeof numberSeriesChanged | typeof numberSeriesCreated,
  series: NumberSeries,
): void {
  const { id, sellerId, version, orderType, country, legalEntity, replacesId } = series
  const { pattern, prefix, reset, policy, timeZone } = series
  record(ctx, definition, {
    subject: { id, sellerId, organizationId: null, version },
    data: {
      series: {
        id,
        orderType,
        country,
        legalEntity,
        pattern,
        prefix,
        reset,
        policy,
        timeZone,
        replacesId,
      },
    },
  })
}
