/** Answers by the keys of their questions. */
export type Answers = Readonly<Record<string, unknown>>

interface Condition {
  key?: string
  equals?: unknown
  in?: unknown[]
  isSet?: boolean
  all?: Condition[]
  any?: Condition[]
  not?: Condition
}

/** True when a question is asked beside these answers (`ParameterDefinition.visibleIf`). */
export function isAsked(visibleIf: unknown, answers: Answers): boolean {
  if (typeof visibleIf !== 'object' || visibleIf === null) return true
  return holds(visibleIf, answers)
}

function holds({ key, all, any, not, ...test }: Condition, answers: Answers): boolean {
  if (all) return all.every((one) => holds(one, answers))
  if (any) return any.some((one) => holds(one, answers))
  if (not) return !holds(not, answers)
  const answer = key === undefined ? undefined : answers[key]
  if (test.in) return test.in.includes(answer)
  if (test.isSet !== undefined) return hasAnswer(answer) === test.isSet
  return answer === test.equals
}

/** False for what is as good as nothing. */
export const hasAnswer = (answer: unknown): boolean =>
  answer !== undefined && answer !== null && answer !== '' && !(Array.isArray(answer) && answer.length === 0)
