import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { patternProblem, type NumberReset } from './number-pattern.rules.ts'

const defaults = { pattern: '{prefix}-{yyyy}-{seq:6}', prefix: 'SO', reset: 'YEARLY' } as const

/** The series of a seller's order numbers; what is absent is the default: `SO-2026-000042`, yearly. */
export interface WantedSeries {
  sellerId: string
  /** IANA zone of the seller. */
  timeZone: string
  pattern?: string
  prefix?: string
  reset?: NumberReset
}

/**
 * Makes the seller's series of order numbers unless it has one; an existing series is left as it is, because a changed
 * pattern could issue a number twice. Refuses NUMBER_PATTERN_INVALID.
 */
export async function ensureNumberSeries(ctx: Ctx, wanted: WantedSeries): Promise<void> {
  const { sellerId, timeZone } = wanted
  const { pattern = defaults.pattern, prefix = defaults.prefix, reset = defaults.reset } = wanted
  const problem = patternProblem(pattern, reset)
  if (problem) throw refuse(problem.code, problem.message, ['pattern'])
  if (!/^[A-Z0-9]{1,10}$/.test(prefix))
    throw refuse('NUMBER_PREFIX_INVALID', 'Use 1 to 10 capitals and digits.', ['prefix'])
  await ctx.em.execute(
    `INSERT INTO number_series (id, seller_id, document_type, pattern, prefix, reset, time_zone, created_at)
     VALUES (?, ?, 'ORDER', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [ctx.ids.next('nse'), sellerId, pattern, prefix, reset, timeZone, ctx.clock.now()],
  )
}
