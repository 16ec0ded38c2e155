import type { Problem } from '../platform/errors.ts'
import { parseDecimal } from '../platform/money.ts'

export const WebhookFilterOperator = {
  ANY_OF: 'ANY_OF',
  NONE_OF: 'NONE_OF',
  LESS_THAN: 'LESS_THAN',
  AT_MOST: 'AT_MOST',
  AT_LEAST: 'AT_LEAST',
  MORE_THAN: 'MORE_THAN',
  EXISTS: 'EXISTS',
} as const
export type WebhookFilterOperator = (typeof WebhookFilterOperator)[keyof typeof WebhookFilterOperator]

/** Looks at what stands at a path of the message, such as `data.order.status`. */
export type WebhookComparison = {
  path: string
  operator: WebhookFilterOperator
  /** ANY_OF, NONE_OF: 1 to 100 texts; the numbers: one decimal; EXISTS: none. */
  values: readonly string[]
}

/** A tree over a message. Exactly one of the keys of a branch is there. */
export type WebhookFilter =
  { all: WebhookFilter[] } | { any: WebhookFilter[] } | { not: WebhookFilter } | WebhookComparison

const mostComparisons = 50
const deepest = 6
const mostValues = 100
const pathPattern = /^[A-Za-z]\w*(\.\w+){0,11}$/

/** All that stands at a path; a path that meets a list goes on in each of its items. */
function valuesAt(tree: unknown, words: readonly string[]): unknown[] {
  if (Array.isArray(tree)) return tree.flatMap((one: unknown) => valuesAt(one, words))
  const [word, ...rest] = words
  if (word === undefined) return tree === null || tree === undefined ? [] : [tree]
  if (typeof tree !== 'object' || tree === null || !Object.hasOwn(tree, word)) return []
  return valuesAt((tree as Record<string, unknown>)[word], rest)
}

function holds({ operator, values }: WebhookComparison, found: readonly unknown[]): boolean {
  const texts = found.map(String)
  if (operator === 'EXISTS') return found.length > 0
  if (operator === 'ANY_OF') return values.some((value) => texts.includes(value))
  if (operator === 'NONE_OF') return !values.some((value) => texts.includes(value))
  const limit = parseDecimal(values[0] ?? '')
  return texts.some((text) => {
    const number = parseDecimal(text)
    if (!number || !limit) return false
    const sign = number.comparedTo(limit)
    return { LESS_THAN: sign < 0, AT_MOST: sign <= 0, AT_LEAST: sign >= 0, MORE_THAN: sign > 0 }[operator]
  })
}

/** Whether a message passes: one that has nothing at a path passes NONE_OF alone, and only where nothing is excluded. */
export function passes(filter: WebhookFilter, message: object): boolean {
  if ('all' in filter) return filter.all.every((one) => passes(one, message))
  if ('any' in filter) return filter.any.some((one) => passes(one, message))
  if ('not' in filter) return !passes(filter.not, message)
  return holds(filter, valuesAt(message, filter.path.split('.')))
}

function comparisonProblems({ path: at, operator, values }: WebhookComparison, path: string[]): Problem[] {
  const problems: Problem[] = []
  if (!pathPattern.test(at)) {
    const message = 'Name a place in the message, words joined by dots, such as data.order.status.'
    problems.push({ code: 'FILTER_PATH_INVALID', message, path: [...path, 'path'] })
  }
  const isList = operator === 'ANY_OF' || operator === 'NONE_OF'
  const isRight =
    operator === 'EXISTS'
      ? values.length === 0
      : isList
        ? values.length >= 1 && values.length <= mostValues && values.every((one) => one.length <= 200)
        : values.length === 1 && parseDecimal(values[0] ?? '') !== null
  if (!isRight) {
    const message = `Give 1 to ${mostValues} texts for ANY_OF and NONE_OF, none for EXISTS, else one decimal number.`
    problems.push({ code: 'VALUE_INVALID', message, path: [...path, 'values'] })
  }
  return problems
}

/** The branches below, each with its path. */
function childrenOf(filter: WebhookFilter, path: string[]): Array<[WebhookFilter, string[]]> {
  if ('all' in filter) return filter.all.map((one, at) => [one, [...path, 'all', String(at)]])
  if ('any' in filter) return filter.any.map((one, at) => [one, [...path, 'any', String(at)]])
  return 'not' in filter ? [[filter.not, [...path, 'not']]] : []
}

function measure(filter: WebhookFilter): { depth: number; comparisons: number } {
  const below = childrenOf(filter, []).map(([one]) => measure(one))
  if ('path' in filter) return { depth: 1, comparisons: 1 }
  return {
    depth: 1 + Math.max(0, ...below.map(({ depth }) => depth)),
    comparisons: below.reduce((sum, one) => sum + one.comparisons, 0),
  }
}

function partProblems(filter: WebhookFilter, path: string[]): Problem[] {
  if ('path' in filter) return comparisonProblems(filter, path)
  const children = childrenOf(filter, path)
  if (children.length === 0)
    return [{ code: 'FILTER_EMPTY', message: 'Name at least one condition, or leave it out.', path }]
  return children.flatMap(([one, at]) => partProblems(one, at))
}

/** What is wrong with a filter, by path; empty when it may be saved. */
export function filterProblems(filter: WebhookFilter, path: string[]): Problem[] {
  const { depth, comparisons } = measure(filter)
  if (depth > deepest || comparisons > mostComparisons) {
    const message = `Use at most ${mostComparisons} comparisons, ${deepest} deep.`
    return [{ code: 'FILTER_TOO_LARGE', message, path }]
  }
  return partProblems(filter, path)
}
