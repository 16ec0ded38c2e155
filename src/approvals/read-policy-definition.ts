import type { Problem } from '../platform/errors.ts'
import { refuseAll } from '../platform/errors.ts'
import { validate } from '../platform/validate.ts'
import type { Comparison, Condition } from './condition.rules.ts'
import { factDefinition } from './fact-catalog.rules.ts'
import type { ApprovalConditionInput, ApprovalPolicyDefinitionInput } from './policies.inputs.ts'
import { policyDefinition, type PolicyDefinition } from './policy-definition.schema.ts'

/** Without what was not given, so that what is stored is what was said. */
function given<T>(value: T): T {
  if (Array.isArray(value)) return value.map(given) as T
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null)
  return Object.fromEntries(entries.map(([key, inner]) => [key, given(inner)])) as T
}

function ambiguous(path: string[]): Problem {
  const message = 'Give exactly one of all, any, not, and a fact with its operator and values.'
  return { code: 'CONDITION_AMBIGUOUS', message, path }
}

/** Every branch that is not exactly one of the four forms. */
function formProblems(input: ApprovalConditionInput, path: string[]): Problem[] {
  const { all, any, not, fact, operator, values } = input
  const forms = [all, any, not, fact ?? operator ?? values].filter(Boolean)
  if (forms.length !== 1) return [ambiguous(path)]
  const branch = all ? 'all' : 'any'
  const children = all ?? any
  if (children)
    return children.flatMap((child, index) => formProblems(child, [...path, branch, String(index)]))
  if (not) return formProblems(not, [...path, 'not'])
  if (!fact || !operator || !values) return [ambiguous(path)]
  if (factDefinition(fact)) return []
  return [{ code: 'FACT_UNKNOWN', message: 'See approvalFacts for what exists.', path: [...path, 'fact'] }]
}

function toCondition(input: ApprovalConditionInput): Condition {
  if (input.all) return { all: input.all.map(toCondition) }
  if (input.any) return { any: input.any.map(toCondition) }
  if (input.not) return { not: toCondition(input.not) }
  const { fact, operator, values, currency } = input
  // What is missing or unknown was refused before.
  return { fact, operator, values, ...(currency ? { currency } : {}) } as Comparison
}

/** The stored form of what was sent. Refuses CONDITION_AMBIGUOUS and FACT_UNKNOWN; more is found by `policyProblems`. */
export function readPolicyDefinition(input: ApprovalPolicyDefinitionInput, at: string[]): PolicyDefinition {
  const { condition, requesterRoles, exceptUserIds, validFrom, validTo, message, description, ...rest } =
    input
  refuseAll(condition ? formProblems(condition, [...at, 'condition']) : [])
  const said = {
    ...rest,
    description: description?.trim(),
    message: message?.trim(),
    requesters: { roles: requesterRoles, exceptUserIds },
    condition: condition && toCondition(condition),
    validFrom: validFrom?.toISOString(),
    validTo: validTo?.toISOString(),
  }
  return validate(policyDefinition, given(said), at)
}
