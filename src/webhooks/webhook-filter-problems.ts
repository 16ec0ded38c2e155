import type { Problem } from '../platform/errors.ts'
import { readWebhookFilter } from './read-webhook-filter.ts'
import { filterProblems } from './webhook-filter.rules.ts'
import type { WebhookFilterTree } from './webhook-filter.view.ts'

function ambiguous(path: string[]): Problem {
  const message = 'Give exactly one of all, any, not, and a path with its operator and values.'
  return { code: 'FILTER_AMBIGUOUS', message, path }
}

/** Every branch that is not exactly one of the four forms. */
function formProblems(tree: WebhookFilterTree, path: string[]): Problem[] {
  const { all, any, not, path: at, operator, values } = tree
  const given = [all, any, not, at ?? operator ?? values].filter((one) => one !== null && one !== undefined)
  if (given.length !== 1) return [ambiguous(path)]
  const branch = all ? 'all' : 'any'
  const children = all ?? any
  if (children) return children.flatMap((one, index) => formProblems(one, [...path, branch, String(index)]))
  if (not) return formProblems(not, [...path, 'not'])
  // A path of no letters is wrong, and not missing.
  return typeof at === 'string' && operator ? [] : [ambiguous(path)]
}

/** What is wrong with a filter: FILTER_AMBIGUOUS, FILTER_EMPTY, FILTER_PATH_INVALID, FILTER_TOO_LARGE, VALUE_INVALID. */
export function webhookFilterProblems(tree: WebhookFilterTree, path: string[]): Problem[] {
  const ambiguous = formProblems(tree, path)
  return ambiguous.length > 0 ? ambiguous : filterProblems(readWebhookFilter(tree), path)
}
