import { decimal } from '../platform/money.ts'
import { factDefinition, type ApprovalFacts, type FactKey, type FactKind } from './fact-catalog.rules.ts'

export const ConditionOperator = {
  LESS_THAN: 'LESS_THAN',
  AT_MOST: 'AT_MOST',
  EQUAL: 'EQUAL',
  AT_LEAST: 'AT_LEAST',
  MORE_THAN: 'MORE_THAN',
  ANY_OF: 'ANY_OF',
  ALL_OF: 'ALL_OF',
  NONE_OF: 'NONE_OF',
} as const
export type ConditionOperator = (typeof ConditionOperator)[keyof typeof ConditionOperator]

/** Looks at one fact. */
export type Comparison = {
  fact: FactKey
  operator: ConditionOperator
  /** One for amounts, numbers, dates and booleans (`true`, `false`); one or more for texts. */
  values: readonly string[]
  /** Of an amount: the currency of the value, ISO 4217. */
  currency?: string | null | undefined
}

/** A tree over facts. Exactly one of the keys of a branch is there. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Comparison

/** Value of one unit of a currency in the seller's base currency, which itself is worth 1. */
export type ExchangeRates = Readonly<Record<string, string>>

/** What a condition is judged by. */
export type JudgedFacts = { facts: Partial<ApprovalFacts>; rates: ExchangeRates }

/** UNKNOWN: a fact is not known, such as a margin without a cost, or an amount without an exchange rate. */
export type Verdict = 'TRUE' | 'FALSE' | 'UNKNOWN'

export const operatorsOf: Record<FactKind, readonly ConditionOperator[]> = {
  MONEY: ['LESS_THAN', 'AT_MOST', 'EQUAL', 'AT_LEAST', 'MORE_THAN'],
  NUMBER: ['LESS_THAN', 'AT_MOST', 'EQUAL', 'AT_LEAST', 'MORE_THAN'],
  DATE: ['LESS_THAN', 'AT_MOST', 'EQUAL', 'AT_LEAST', 'MORE_THAN'],
  TEXT: ['ANY_OF', 'NONE_OF'],
  TEXTS: ['ANY_OF', 'ALL_OF', 'NONE_OF'],
  BOOLEAN: ['EQUAL'],
}

const truth = (holds: boolean): Verdict => (holds ? 'TRUE' : 'FALSE')

function ordered(operator: ConditionOperator, sign: number): Verdict {
  switch (operator) {
    case 'LESS_THAN':
      return truth(sign < 0)
    case 'AT_MOST':
      return truth(sign <= 0)
    case 'AT_LEAST':
      return truth(sign >= 0)
    case 'MORE_THAN':
      return truth(sign > 0)
    default:
      return truth(sign === 0)
  }
}

/** Compares without dividing, so that an amount that equals its threshold after conversion is equal. */
function compareAmounts(comparison: Comparison, amount: string, { facts, rates }: JudgedFacts): Verdict {
  const { operator, values, currency } = comparison
  const [from, to] = [facts.currency, currency ?? facts.currency]
  const threshold = decimal(values[0] ?? '0')
  if (from === to) return ordered(operator, decimal(amount).comparedTo(threshold))
  const [ofOrder, ofThreshold] = [rates[from ?? ''], rates[to ?? '']]
  if (!ofOrder || !ofThreshold) return 'UNKNOWN'
  return ordered(operator, decimal(amount).times(decimal(ofOrder)).comparedTo(threshold.times(ofThreshold)))
}

function among(operator: ConditionOperator, has: readonly string[], wanted: readonly string[]): Verdict {
  if (operator === 'ALL_OF') return truth(wanted.every((one) => has.includes(one)))
  const isAny = wanted.some((one) => has.includes(one))
  return truth(operator === 'ANY_OF' ? isAny : !isAny)
}

function compareNumbers(comparison: Comparison, value: string, judged: JudgedFacts): Verdict {
  const { fact, operator, values } = comparison
  if (factDefinition(fact)?.kind === 'MONEY') return compareAmounts(comparison, value, judged)
  return ordered(operator, decimal(value).comparedTo(decimal(values[0] ?? '0')))
}

function compareDates({ operator, values }: Comparison, date: string): Verdict {
  const [other = ''] = values
  return ordered(operator, date < other ? -1 : Number(date > other))
}

function compare(comparison: Comparison, judged: JudgedFacts): Verdict {
  const { fact, operator, values } = comparison
  const value = judged.facts[fact]
  if (value === undefined) return 'UNKNOWN'
  if (typeof value === 'boolean') return truth(value === (values[0] === 'true'))
  if (typeof value === 'object' && value !== null) return among(operator, value, values)
  switch (factDefinition(fact)?.kind) {
    case 'TEXT':
      return among(operator, value === null ? [] : [value], values)
    case 'DATE':
      // No date is an answer: it is neither before nor after another.
      return value === null ? 'FALSE' : compareDates(comparison, value)
    default:
      return value === null ? 'UNKNOWN' : compareNumbers(comparison, value, judged)
  }
}

const opposite: Record<Verdict, Verdict> = { TRUE: 'FALSE', FALSE: 'TRUE', UNKNOWN: 'UNKNOWN' }

function together(verdicts: readonly Verdict[], decisive: Verdict): Verdict {
  if (verdicts.includes(decisive)) return decisive
  return verdicts.includes('UNKNOWN') ? 'UNKNOWN' : opposite[decisive]
}

/** Judges a condition in three values (Kleene): what is not known stays unknown, unless the rest decides anyway. */
export function judge(condition: Condition, judged: JudgedFacts): Verdict {
  if ('all' in condition)
    return together(
      condition.all.map((one) => judge(one, judged)),
      'FALSE',
    )
  if ('any' in condition)
    return together(
      condition.any.map((one) => judge(one, judged)),
      'TRUE',
    )
  if ('not' in condition) return opposite[judge(condition.not, judged)]
  return compare(condition, judged)
}

/** Every comparison of a condition, from left to right. */
export function comparisonsOf(condition: Condition): Comparison[] {
  if ('all' in condition) return condition.all.flatMap(comparisonsOf)
  if ('any' in condition) return condition.any.flatMap(comparisonsOf)
  if ('not' in condition) return comparisonsOf(condition.not)
  return [condition]
}

const words: Record<ConditionOperator, string> = {
  LESS_THAN: 'less than',
  AT_MOST: 'at most',
  EQUAL: 'equal to',
  AT_LEAST: 'at least',
  MORE_THAN: 'more than',
  ANY_OF: 'any of',
  ALL_OF: 'all of',
  NONE_OF: 'none of',
}

function factText({ fact }: Comparison, { facts }: JudgedFacts): string {
  const definition = factDefinition(fact)
  const value = facts[fact]
  if (definition?.isConfidential) return fact
  if (value === undefined || value === null) return `${fact} unknown`
  const unit = definition?.kind === 'MONEY' ? ` ${facts.currency}` : ''
  return `${fact} ${Array.isArray(value) ? value.join(', ') : String(value)}${unit}`
}

/**
 * Why a condition applies, for people: the comparisons that speak for it, with what the order says. Of a confidential
 * fact neither its value nor the threshold is told.
 */
export function explain(condition: Condition, judged: JudgedFacts): string[] {
  const verdict = judge(condition, judged)
  if ('all' in condition) return condition.all.flatMap((one) => explain(one, judged))
  if ('any' in condition)
    return condition.any
      .filter((one) => judge(one, judged) === verdict)
      .flatMap((one) => explain(one, judged))
  if ('not' in condition) return [`not (${explain(condition.not, judged).join('; ')})`]
  const { fact, operator, values, currency } = condition
  if (factDefinition(fact)?.isConfidential) return [`${fact} as the policy says`]
  const threshold = `${values.join(', ')}${currency ? ` ${currency}` : ''}`
  return [`${factText(condition, judged)} (${words[operator]} ${threshold})`]
}
