import { refuseAll, type Problem } from '../platform/errors.ts'
import { filterProblems, type WebhookFilter } from './webhook-filter.rules.ts'
import type { WebhookFilterTree } from './webhook-filter.view.ts'

function ambiguous(path: string[]): Problem {
  const message = 'Give exactly one of all, any, not, and a path with its operator and values.'
  return { code: 'FILTER_AMBIGUOUS', message, path }
}

/** Every branch that is not exactly one of the four forms. */
function formProblems(tree: WebhookFilterTree, path: string[]): Problem[] {
  const { all, any, not, path: at, operator, values } = tree
  if ([all, any, not, at ?? operator ?? values].filter(Boolean).length !== 1) return [ambiguous(path)]
  const branch = all ? 'all' : 'any'
  const children = all ?? any
  if (children) return children.flatMap((one, index) => formProblems(one, [...path, branch, String(index)]))
  if (not) return formProblems(not, [...path, 'not'])
  return at && operator ? [] : [ambiguous(path)]
}

function toFilter({ all, any, not, path, operator, values }: WebhookFilterTree): WebhookFilter {
  if (all) return { all: all.map(toFilter) }
  if (any) return { any: any.map(toFilter) }
  if (not) return { not: toFilter(not) }
  // What is missing was refused before.
  return { path: path ?? '', operator: operator ?? 'EXISTS', values: values ?? [] }
}

/** A filter as it is stored. Refuses FILTER_AMBIGUOUS, FILTER_EMPTY, FILTER_PATH_INVALID, FILTER_TOO_LARGE, VALUE_INVALID. */
export function readWebhookFilter(tree: WebhookFilterTree, path: string[]): WebhookFilter {
  refuseAll(formProblems(tree, path))
  const filter = toFilter(tree)
  refuseAll(filterProblems(filter, path))
  return filter
}
