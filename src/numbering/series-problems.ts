import type { Ctx } from '../access/ctx.ts'
import type { Problem } from '../platform/errors.ts'
import { checks, fieldProblems } from '../platform/field-checks.ts'
import { numbersCollide } from './number-collision.rules.ts'
import { patternProblem, policyProblem } from './number-pattern.rules.ts'
import { NumberSeries } from './number-series.entity.ts'

const orderTypes = ['NEW', 'CHANGE', 'RENEWAL', 'CANCELLATION', 'SUSPEND', 'RESUME']

/** What is wrong with a series by itself, as NUMBER_PATTERN_INVALID, NUMBER_PREFIX_INVALID and the like. */
export function shapeProblems(series: NumberSeries): Problem[] {
  const { pattern, prefix, reset, policy, orderType, country, legalEntity, timeZone } = series
  const wrong = patternProblem(pattern, reset) ?? policyProblem(pattern, policy)
  const typeMessage = `Use one of ${orderTypes.join(', ')}.`
  return [
    ...(wrong ? [{ ...wrong, path: ['pattern'] }] : []),
    ...(/^[A-Z0-9]{1,10}$/.test(prefix)
      ? []
      : [{ code: 'NUMBER_PREFIX_INVALID', message: 'Use 1 to 10 capitals and digits.', path: ['prefix'] }]),
    ...(orderType === null || orderTypes.includes(orderType)
      ? []
      : [{ code: 'ORDER_TYPE_INVALID', message: typeMessage, path: ['orderType'] }]),
    ...(legalEntity === null || (legalEntity.trim().length > 0 && legalEntity.length <= 200)
      ? []
      : [{ code: 'LENGTH_INVALID', message: 'Enter 1 to 200 characters.', path: ['legalEntity'] }]),
    ...fieldProblems({ timeZone: [timeZone, checks.timeZone], country: [country, checks.country] }),
  ]
}

/** The series of the seller, ended ones too, that could yield a number of this one: NUMBER_PATTERN_TAKEN. */
export async function collisionProblems(ctx: Ctx, wanted: NumberSeries): Promise<Problem[]> {
  const others = await ctx.em.find(NumberSeries, { sellerId: wanted.sellerId, id: { $ne: wanted.id } })
  const taken = others.find((other) => numbersCollide(wanted, other))
  if (!taken) return []
  const message = `"${taken.pattern}" with prefix ${taken.prefix} could yield the same number. Use another prefix.`
  return [{ code: 'NUMBER_PATTERN_TAKEN', message, path: ['prefix'], details: { numberSeriesId: taken.id } }]
}
