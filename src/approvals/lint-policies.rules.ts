import { decimal } from '../platform/money.ts'
import type { Comparison, Condition } from './condition.rules.ts'
import { factDefinition } from './fact-catalog.rules.ts'
import { resolveGroup, type ApproverDirectory } from './resolve-group.rules.ts'
import type { RoutedPolicy } from './routing.rules.ts'

/** One thing that is odd about policies, though each may be saved. */
export type PolicyWarning = {
  code: 'NEVER_APPLIES' | 'NEVER_COUNTS' | 'NOBODY_CAN_DECIDE' | 'SAME_AS' | 'OVER'
  policyId: string
  message: string
}

/** The comparisons that must all hold for a condition to hold. */
function conjunction(condition: Condition): Comparison[] {
  if ('all' in condition) return condition.all.flatMap(conjunction)
  return 'fact' in condition ? [condition] : []
}

/** Orders what is compared: decimals as numbers, dates as texts. */
function orderOf(fact: Comparison['fact'], one: string, other: string): number {
  if (factDefinition(fact)?.kind === 'DATE') return one < other ? -1 : Number(one > other)
  return decimal(one).comparedTo(decimal(other))
}

type Bound = { value: string; isOpen: boolean }

const isUpper = ({ operator }: Comparison) => ['LESS_THAN', 'AT_MOST', 'EQUAL'].includes(operator)
const isLower = ({ operator }: Comparison) => ['MORE_THAN', 'AT_LEAST', 'EQUAL'].includes(operator)

function boundOf({ operator, values }: Comparison): Bound {
  return { value: values[0] ?? '', isOpen: operator === 'LESS_THAN' || operator === 'MORE_THAN' }
}

/** True when no value lies between a lower and an upper bound. */
function excludes(lower: Comparison, upper: Comparison): boolean {
  const [from, to] = [boundOf(lower), boundOf(upper)]
  const sign = orderOf(lower.fact, from.value, to.value)
  return sign > 0 || (sign === 0 && (from.isOpen || to.isOpen))
}

/** Two looks at one text: `any of` against what shares nothing with it. */
function textsContradict(one: Comparison, other: Comparison): boolean {
  if (one.operator !== 'ANY_OF') return false
  const shared = one.values.filter((value) => other.values.includes(value))
  return shared.length === (other.operator === 'ANY_OF' ? 0 : one.values.length)
}

function boundsContradict(one: Comparison, other: Comparison): boolean {
  const isOneCurrency = (one.currency ?? null) === (other.currency ?? null)
  return isOneCurrency && isLower(one) && isUpper(other) && excludes(one, other)
}

function contradict(one: Comparison, other: Comparison): boolean {
  if (one.fact !== other.fact) return false
  switch (factDefinition(one.fact)?.kind) {
    case 'BOOLEAN':
      return one.values[0] !== other.values[0]
    case 'TEXT':
      return textsContradict(one, other)
    case 'MONEY':
    case 'NUMBER':
    case 'DATE':
      return boundsContradict(one, other)
    default:
      return false
  }
}

function isContradiction(condition: Condition | null | undefined): boolean {
  if (!condition) return false
  if ('any' in condition) return condition.any.every(isContradiction)
  const parts = conjunction(condition)
  if (parts.some((one) => parts.some((other) => one !== other && contradict(one, other)))) return true
  return 'all' in condition && condition.all.some(isContradiction)
}

const covers = (wide: RoutedPolicy, narrow: RoutedPolicy): boolean => {
  const { triggers, requesters, condition } = wide.definition
  const { triggers: others } = narrow.definition
  const isEverybody = requesters.roles.length === 0 && requesters.exceptUserIds.length === 0
  const isEveryTrigger =
    triggers.length === 0 || (others.length > 0 && others.every((one) => triggers.includes(one)))
  return !condition && isEverybody && isEveryTrigger && !wide.definition.validFrom && !wide.definition.validTo
}

function unreachable(policy: RoutedPolicy, others: readonly RoutedPolicy[]): PolicyWarning[] {
  const { id: policyId } = policy
  const { effect, condition } = policy.definition
  if (isContradiction(condition)) {
    const message = `No order can meet the condition of "${policy.name}": two of its comparisons exclude each other.`
    return [{ code: 'NEVER_APPLIES', policyId, message }]
  }
  const stronger = others.find(
    (one) =>
      covers(one, policy) &&
      (one.definition.effect === 'BLOCK' ||
        (effect === 'AUTO_APPROVE' && one.definition.effect === 'REQUIRE_APPROVAL')),
  )
  if (!stronger || effect === 'BLOCK' || effect === 'WARN' || effect === 'NOTIFY') return []
  const message = `"${policy.name}" never counts: "${stronger.name}" speaks to every order that it speaks to, and is stronger.`
  return [{ code: 'NEVER_COUNTS', policyId, message }]
}

function undecidable(policy: RoutedPolicy, directory: ApproverDirectory): PolicyWarning[] {
  const { id: policyId, name, ownerId, definition } = policy
  const setting = { ownerId, allowsSelf: definition.selfApproval !== 'DENY' }
  return definition.steps.flatMap((step) => {
    const found = step.allOf.map((group) => resolveGroup(group, directory, setting))
    // Managers, owners and customers are known only with an order.
    const isOpen = step.allOf.some(({ anyOf }) =>
      anyOf.some(({ kind }) => /_(OWNER|MANAGER|CONTACT)$/.test(kind)),
    )
    if (isOpen || found.every((group) => group && !group.isFallback)) return []
    const consequence = found.includes(null)
      ? 'orders that need it cannot be submitted'
      : 'administrators are asked in their place'
    const message = `Too few of those whom step ${step.position} of "${name}" names can decide; ${consequence}.`
    return [{ code: 'NOBODY_CAN_DECIDE' as const, policyId, message }]
  })
}

function twins(policy: RoutedPolicy, others: readonly RoutedPolicy[]): PolicyWarning[] {
  const says = ({ definition }: RoutedPolicy) => JSON.stringify({ ...definition, description: null })
  const twin = others.find((one) => one.id < policy.id && says(one) === says(policy))
  if (!twin) return []
  const message = `"${policy.name}" says the same as "${twin.name}". Archive one of them.`
  return [{ code: 'SAME_AS', policyId: policy.id, message }]
}

/**
 * What is odd about the policies that hold for a seller: conditions that no order can meet, policies that never count,
 * steps that nobody whom they name can decide, twins, and those whose time is over. Sound but not complete: what it
 * says is so; not everything that is odd is found.
 */
export function lintPolicies(
  policies: readonly RoutedPolicy[],
  setting: { directory: ApproverDirectory; now: string },
): PolicyWarning[] {
  return policies.flatMap((policy) => {
    const others = policies.filter((one) => one.id !== policy.id)
    const { validTo } = policy.definition
    const over: PolicyWarning[] =
      validTo && validTo <= setting.now
        ? [
            {
              code: 'OVER',
              policyId: policy.id,
              message: `The time of "${policy.name}" is over. Archive it.`,
            },
          ]
        : []
    return [
      ...over,
      ...unreachable(policy, others),
      ...undecidable(policy, setting.directory),
      ...twins(policy, others),
    ]
  })
}
