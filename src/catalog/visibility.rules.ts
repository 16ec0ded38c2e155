import type { ParameterDefinition, ParameterValue, ParameterValues } from './parameters.rules.ts'

/** What an answer is held against; keys of other questions of the form. */
export type Condition =
  | { readonly key: string; readonly equals: string | number | boolean }
  | { readonly key: string; readonly in: ReadonlyArray<string | number | boolean> }
  | { readonly key: string; readonly isSet: boolean }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }

type Question = Pick<ParameterDefinition, 'key' | 'visibleIf'>

/**
 * The questions that are not asked while the answers are these. The answer of a hidden question counts as none, so that
 * what depends on it is hidden with it. Questions that wait for each other are hidden.
 */
export function hiddenKeys(definitions: readonly Question[], values: ParameterValues): Set<string> {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]))
  const known = new Map<string, boolean>()
  const isHidden = (key: string): boolean => {
    const before = known.get(key)
    if (before !== undefined) return before
    const condition = byKey.get(key)?.visibleIf
    known.set(key, condition !== undefined)
    const hidden = condition !== undefined && !holds(condition, answerTo)
    known.set(key, hidden)
    return hidden
  }
  const answerTo = (key: string): ParameterValue =>
    isHidden(key) || !Object.hasOwn(values, key) ? null : (values[key] ?? null)
  return new Set(definitions.map(({ key }) => key).filter(isHidden))
}

/** The keys that a condition asks for. */
export function keysIn(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(keysIn)
  if ('any' in condition) return condition.any.flatMap(keysIn)
  return 'not' in condition ? keysIn(condition.not) : [condition.key]
}

function holds(condition: Condition, answerTo: (key: string) => ParameterValue): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, answerTo))
  if ('any' in condition) return condition.any.some((one) => holds(one, answerTo))
  if ('not' in condition) return !holds(condition.not, answerTo)
  const answer = answerTo(condition.key)
  if ('isSet' in condition) return (answer !== null) === condition.isSet
  const wanted: ReadonlyArray<string | number | boolean> =
    'in' in condition ? condition.in : [condition.equals]
  const said = Array.isArray(answer) ? answer : [answer]
  return said.some((one) => wanted.some((value) => value === one))
}
