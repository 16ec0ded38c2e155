import { parseDecimal, QUANTITY_LIMITS, UNIT_PRICE_LIMITS } from '../platform/money.ts'
import type { Problem } from '../platform/errors.ts'
import type { PricingBasis } from './price-chain.rules.ts'
import { tierProblems, type PriceModel, type PriceTier } from './tiers.rules.ts'

/** A price as somebody names it; decimal strings. */
export type PriceGiven = {
  unitPrice?: string | null | undefined
  percent?: string | null | undefined
  setupFee?: string | null | undefined
  model?: PriceModel | null | undefined
  tiers?: readonly TierGiven[] | null | undefined
  usage?: UsageGiven | null | undefined
}

export type TierGiven = { upTo?: string | null | undefined; unitPrice: string }

export type UsageGiven = {
  unitOfMeasure: string
  unitPrice?: string | null | undefined
  model?: PriceModel | null | undefined
  tiers?: readonly TierGiven[] | null | undefined
  included?: string | null | undefined
}

const percents = { integerDigits: 5, fractionDigits: 4 }

/** What is wrong with a markup or a discount; null: nothing. A discount takes away at most everything. */
export function percentProblem(basis: PricingBasis, percent: string | null, path: string[]): Problem | null {
  if (basis === 'FIXED')
    return percent === null
      ? null
      : { code: 'PERCENT_UNEXPECTED', message: 'A FIXED list has no percent; name its prices.', path }
  const value = percent === null ? null : parseDecimal(percent, percents)
  const isWithin = value && !value.isNegative() && (basis === 'COST_PLUS' || value.lessThanOrEqualTo(100))
  if (isWithin) return null
  const most = basis === 'LIST_MINUS' ? '100' : '99999'
  const message = `Enter the percent as a plain number from 0 to ${most}, with at most 4 digits after the point.`
  return { code: 'PERCENT_INVALID', message, path }
}

/** What is wrong with one price, paths beginning at `path`. No price at all takes the offer off the list. */
export function priceProblems(price: PriceGiven, basis: PricingBasis, path: string[]): Problem[] {
  const { unitPrice, percent, setupFee, tiers, usage, model } = price
  const below = (problems: Problem[], ...more: string[]) =>
    problems.map((one) => ({ ...one, path: [...path, ...more, ...one.path] }))
  if (typeof percent === 'string') {
    const named = [unitPrice, setupFee, usage].some((one) => one !== null && one !== undefined)
    if (named || (tiers ?? []).length > 0)
      return [{ code: 'PRICE_AMBIGUOUS', message: 'Name a price or a percent, not both.', path }]
    const problem = percentProblem(basis, percent, [...path, 'percent'])
    return problem ? [problem] : []
  }
  const isGiven = typeof unitPrice === 'string' || (tiers ?? []).length > 0
  if (!isGiven) {
    const rest = [setupFee, usage].some((one) => one !== null && one !== undefined)
    const message = 'Name a unit price with it, or nothing at all to take the offer off the list.'
    return rest ? [{ code: 'PRICE_MISSING', message, path: [...path, 'unitPrice'] }] : []
  }
  return [
    ...amountProblems({ unitPrice, setupFee }, path),
    ...below(tierProblems(model ?? 'FLAT', tiersOf(tiers))),
    ...(usage ? below(usageProblems(usage), 'usage') : []),
  ]
}

function usageProblems({ unitOfMeasure, unitPrice, model, tiers, included }: UsageGiven): Problem[] {
  const problems = [...amountProblems({ unitPrice }, []), ...tierProblems(model ?? 'FLAT', tiersOf(tiers))]
  const length = unitOfMeasure.trim().length
  if (length === 0 || length > 40) {
    const message = 'Say in 1 to 40 characters what is measured, such as GB.'
    problems.push({ code: 'REQUIRED', message, path: ['unitOfMeasure'] })
  }
  if (typeof unitPrice !== 'string' && (tiers ?? []).length === 0)
    problems.push({ code: 'PRICE_MISSING', message: 'Name a unit price or tiers.', path: ['unitPrice'] })
  const units = parseDecimal(included ?? '0', QUANTITY_LIMITS)
  if (!units || units.isNegative()) {
    const message = 'Enter a plain number of 0 or more, with at most 8 digits after the point.'
    problems.push({ code: 'QUANTITY_INVALID', message, path: ['included'] })
  }
  return problems
}

function amountProblems(amounts: Record<string, string | null | undefined>, path: string[]): Problem[] {
  return Object.entries(amounts).flatMap(([field, text]): Problem[] => {
    if (typeof text !== 'string') return []
    const value = parseDecimal(text, UNIT_PRICE_LIMITS)
    if (value && !value.isNegative()) return []
    const message = 'Enter a plain number of 0 or more, with at most 12 digits before and 8 after the point.'
    return [{ code: 'PRICE_INVALID', message, path: [...path, field] }]
  })
}

/** Tiers as they are kept: what is left out is null. */
export function tiersOf(tiers: readonly TierGiven[] | null | undefined): PriceTier[] {
  return (tiers ?? []).map(({ upTo, unitPrice }) => ({ upTo: upTo ?? null, unitPrice }))
}
