import { isCalendarDate } from '../platform/calendar.ts'
import type { Problem } from '../platform/errors.ts'
import { isCurrency, parseDecimal } from '../platform/money.ts'
import { comparisonsOf, operatorsOf, type Comparison, type Condition } from './condition.rules.ts'
import { factDefinition, type FactKind } from './fact-catalog.rules.ts'

const mostComparisons = 50
const deepest = 8
const mostValues = 100

const isValue: Record<FactKind, (value: string) => boolean> = {
  MONEY: (value) => parseDecimal(value) !== null,
  NUMBER: (value) => parseDecimal(value) !== null,
  DATE: isCalendarDate,
  BOOLEAN: (value) => value === 'true' || value === 'false',
  TEXT: (value) => value.length > 0 && value.length <= 200,
  TEXTS: (value) => value.length > 0 && value.length <= 200,
}

const wanted: Record<FactKind, string> = {
  MONEY: 'one plain decimal number, such as 10000.00',
  NUMBER: 'one plain decimal number, such as 12',
  DATE: 'one date as yyyy-mm-dd',
  BOOLEAN: 'true or false',
  TEXT: `1 to ${mostValues} texts`,
  TEXTS: `1 to ${mostValues} texts`,
}

function currencyProblems(kind: FactKind, currency: string | null | undefined, path: string[]): Problem[] {
  const code = 'CURRENCY_INVALID'
  if (kind !== 'MONEY') return currency ? [{ code, message: 'Only amounts have a currency.', path }] : []
  if (isCurrency(currency ?? '')) return []
  return [{ code, message: 'Give the currency of the amount, ISO 4217.', path }]
}

function comparisonProblems(comparison: Comparison, path: string[]): Problem[] {
  const { fact, operator, values, currency } = comparison
  const kind = factDefinition(fact)?.kind
  if (!kind)
    return [{ code: 'FACT_UNKNOWN', message: 'See approvalFacts for what exists.', path: [...path, 'fact'] }]
  const isText = kind === 'TEXT' || kind === 'TEXTS'
  const isCounted = isText ? values.length >= 1 && values.length <= mostValues : values.length === 1
  const problems: Problem[] = []
  if (!operatorsOf[kind].includes(operator)) {
    const message = `${fact} takes ${operatorsOf[kind].join(', ')}.`
    problems.push({ code: 'OPERATOR_UNSUITABLE', message, path: [...path, 'operator'] })
  }
  if (!isCounted || !values.every(isValue[kind]))
    problems.push({ code: 'VALUE_INVALID', message: `Give ${wanted[kind]}.`, path: [...path, 'values'] })
  return [...problems, ...currencyProblems(kind, currency, [...path, 'currency'])]
}

function depthOf(condition: Condition): number {
  if ('all' in condition) return 1 + Math.max(0, ...condition.all.map(depthOf))
  if ('any' in condition) return 1 + Math.max(0, ...condition.any.map(depthOf))
  if ('not' in condition) return 1 + depthOf(condition.not)
  return 1
}

function partsOf(condition: Condition, path: string[]): Problem[] {
  const branch = 'all' in condition ? 'all' : 'any' in condition ? 'any' : null
  if (branch) {
    const children = 'all' in condition ? condition.all : 'any' in condition ? condition.any : []
    const here = [...path, branch]
    if (children.length === 0)
      return [
        { code: 'CONDITION_EMPTY', message: 'Name at least one condition, or leave it out.', path: here },
      ]
    return children.flatMap((child, index) => partsOf(child, [...here, String(index)]))
  }
  if ('not' in condition) return partsOf(condition.not, [...path, 'not'])
  return 'fact' in condition ? comparisonProblems(condition, path) : []
}

/** What is wrong with a condition, by path. At most 50 comparisons, 8 levels deep. */
export function conditionProblems(condition: Condition, path: string[]): Problem[] {
  if (depthOf(condition) > deepest || comparisonsOf(condition).length > mostComparisons) {
    const message = `Use at most ${mostComparisons} comparisons, ${deepest} levels deep.`
    return [{ code: 'CONDITION_TOO_LARGE', message, path }]
  }
  return partsOf(condition, path)
}
