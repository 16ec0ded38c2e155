import {
  normalizeParameters,
  parameterProblems,
  type ParameterDefinition,
  type ParameterValue,
} from '../catalog/parameters.rules.ts'
import type { Problem } from '../platform/errors.ts'
import type { ProvisioningAnswers } from './provisioning-value.view.ts'
import type { ProvisioningValueInput } from './order.inputs.ts'

/** Answers as they would be stored, apart from the sensitive ones, and what is wrong with them. */
export interface ReadAnswers {
  answers: ProvisioningAnswers
  /** In the clear; null takes one back. */
  secrets: ProvisioningAnswers
  problems: Problem[]
}

/** Which questions are answered, beside which other answers, and where in the input. */
export interface Asked {
  definitions: readonly ParameterDefinition[]
  context: ProvisioningAnswers
  at: readonly string[]
}

/** An object without prototype: a key such as `__proto__` is a key like any other. */
const noAnswers = (): ProvisioningAnswers => Object.create(null) as ProvisioningAnswers

/**
 * Reads answers to these questions; missing ones are no fault here. Problems carry the path of the value that was
 * sent: `[...at, '0', 'value']`, or `'key'` for a question that is not asked or answered twice.
 */
export function readAnswers(
  values: readonly ProvisioningValueInput[],
  { definitions, context, at }: Asked,
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
  for (const found of parameterProblems(definitions, sent, { requireAll: false, context })) {
    const { key, code, message, at: within = [] } = found
    const field = code === 'PARAMETER_UNKNOWN' && within.length === 0 ? 'key' : 'value'
    problems.push({ code, message, path: [...at, String(indexOf.get(key)), field, ...within] })
  }
  const sensitive = new Set(definitions.filter((one) => one.sensitive).map(({ key }) => key))
  const answers = noAnswers()
  const secrets = noAnswers()
  for (const [key, value] of Object.entries(normalizeParameters(definitions, sent)))
    (sensitive.has(key) ? secrets : answers)[key] = value
  return { answers, secrets, problems }
}

/** What is stored after a save: new answers over the old ones, without those that were taken back. */
export function mergeAnswers(before: ProvisioningAnswers, given: ProvisioningAnswers): ProvisioningAnswers {
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== null))
}
