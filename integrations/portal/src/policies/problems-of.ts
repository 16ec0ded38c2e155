import type { CombinedError } from 'urql'
import type { Refusal } from '../parts/fault.tsx'

/** The place in the definition, however the API begins its path. */
const inDefinition = (path: readonly string[]): string[] =>
  path[0] === 'definition' ? path.slice(1) : [...path]

/** Refusals with their places in the draft. */
export const placed = (list: readonly Refusal[]): Refusal[] =>
  list.map((one) => ({ ...one, path: inDefinition(one.path) }))

/** What a query refused of a draft; null when it failed in another way. */
export function problemsOf(error: CombinedError | undefined): Refusal[] | null {
  const problems = error?.graphQLErrors[0]?.extensions['problems']
  if (!Array.isArray(problems)) return null
  return placed(
    (problems as Refusal[]).map(({ code, message, path }) => ({ code, message, path: path ?? [] })),
  )
}
