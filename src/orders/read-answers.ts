import {
  normalizeParameter,
  parameterProblems,
  type ParameterDefinition,
  type ParameterValue,
} from '../catalog/parameters.rules.ts'
import type { Problem } from '../platform/errors.ts'
import type { ProvisioningAnswers } from './order-parts.view.ts'
import type { ProvisioningValueInput } from './order.inputs.ts'

/** Answers as they would be stored, and what is wrong with them. */
export interface ReadAnswers {
  answers: ProvisioningAnswers
  problems: Problem[]
}

/** An object without prototype: a key such as `__proto__` is a key like any other. */
const noAnswers = (): ProvisioningAnswers => Object.create(null) as ProvisioningAnswers

/**
 * Reads answers to these questions; missing ones are no fault here. Problems carry the path of the value that was
 * sent: `[...at, '0', 'value']`, or `'key'` for a question that is not asked or answered twice.
 */
export function readAnswers(
  values: readonly ProvisioningValueInput[],
  definitions: readonly ParameterDefinition[],
  at: readonly string[],
): ReadAnswers {
  const sent = noAnswers()
  const indexOf = new Map<string, number>()
  const problems: Problem[] = []
  for (const [index, { key, value }] of values.entries()) {
    if (indexOf.has(key)) {
      const message = 'Answer each question once.'
      problems.push({ code: 'PARAMETER_REPEATED', message, path: [...at, String(index), 'key'] })
    } else indexOf.set(key, index)
    // Untrusted JSON; parameterProblems judges its type before it is stored.
    sent[key] = (value ?? null) as ParameterValue
  }
  for (const { key, code, message } of parameterProblems(definitions, sent, { requireAll: false })) {
    const field = code === 'PARAMETER_UNKNOWN' ? 'key' : 'value'
    problems.push({ code, message, path: [...at, String(indexOf.get(key)), field] })
  }
  const answers = noAnswers()
  for (const definition of definitions) {
    const value = sent[definition.key]
    if (value !== undefined) answers[definition.key] = normalizeParameter(definition, value)
  }
  return { answers, problems }
}

/** What is stored after a save: new answers over the old ones, without those that were taken back. */
export function mergeAnswers(before: ProvisioningAnswers, given: ProvisioningAnswers): ProvisioningAnswers {
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== null))
}
