import type { Problem } from '../platform/errors.ts'
import { isCurrency, parseDecimal } from '../platform/money.ts'
import { conditionProblems } from './condition-problems.rules.ts'
import type {
  ApproverGroupRule,
  ApproverRef,
  PolicyDefinition,
  PolicyStep,
} from './policy-definition.schema.ts'
import { durationMs } from './sla.rules.ts'

/** What of the seller a policy may name. */
export type KnownApprovers = {
  /** Active people who may decide, and API keys with that scope. */
  ids: ReadonlySet<string>
  groupIds: ReadonlySet<string>
  /** Whether this seller lets time approve. */
  mayApproveOnTimeout: boolean
}

const mostSteps = 5
const mostGroups = 10
const mostRefs = 20

type At = { path: string[]; known: KnownApprovers }

const problem = (code: string, message: string, path: string[]): Problem => ({ code, message, path })

function refProblems(ref: ApproverRef, { path, known }: At): Problem[] {
  const { kind, userId, role, groupId } = ref
  if ((kind === 'USER' || kind === 'EXTERNAL') && !known.ids.has(userId ?? '')) {
    const message = 'Name somebody who is active and may decide approvals, or an API key with that scope.'
    return [problem('APPROVER_UNKNOWN', message, [...path, 'userId'])]
  }
  if (kind === 'ROLE' && role !== 'RESELLER_ADMIN' && role !== 'APPROVER')
    return [problem('ROLE_CANNOT_DECIDE', 'Use RESELLER_ADMIN or APPROVER.', [...path, 'role'])]
  if (kind === 'GROUP' && !known.groupIds.has(groupId ?? ''))
    return [problem('GROUP_UNKNOWN', 'Name one of your groups of approvers.', [...path, 'groupId'])]
  return []
}

function groupProblems({ anyOf, minimumApprovals }: ApproverGroupRule, at: At): Problem[] {
  const { path, known } = at
  const isSized = anyOf.length >= 1 && anyOf.length <= mostRefs
  const isPossible = minimumApprovals >= 1 && minimumApprovals <= 10
  return [
    ...(isSized ? [] : [problem('APPROVERS_COUNT', `Name 1 to ${mostRefs} approvers.`, [...path, 'anyOf'])]),
    ...(isPossible
      ? []
      : [problem('APPROVALS_COUNT', 'Ask for 1 to 10 approvals.', [...path, 'minimumApprovals'])]),
    ...anyOf.flatMap((ref, index) => refProblems(ref, { known, path: [...path, 'anyOf', String(index)] })),
  ]
}

function slaProblems({ sla }: PolicyStep, { path, known }: At): Problem[] {
  if (!sla) return []
  const { escalateTo, onTimeout, ...times } = sla
  const given = (['remindAfter', 'escalateAfter', 'expireAfter'] as const).filter((key) => times[key])
  const bad = given.filter((key) => durationMs(times[key] ?? '') === null)
  if (bad.length > 0) {
    const message = 'Give an ISO 8601 duration of days, hours and minutes, such as P2D or PT4H.'
    return bad.map((key) => problem('DURATION_INVALID', message, [...path, key]))
  }
  const lengths = given.map((key) => durationMs(times[key] ?? '') ?? 0)
  const isOrdered = lengths.every((one, index) => index === 0 || one > (lengths[index - 1] ?? 0))
  const needsPeople = Boolean(times.escalateAfter) || onTimeout === 'ESCALATE'
  return [
    ...(isOrdered
      ? []
      : [problem('DURATION_ORDER', 'Remind before you escalate, escalate before it ends.', path)]),
    ...(needsPeople && !escalateTo
      ? [problem('ESCALATION_MISSING', 'Say whom to escalate to.', [...path, 'escalateTo'])]
      : []),
    ...(escalateTo ? refProblems(escalateTo, { known, path: [...path, 'escalateTo'] }) : []),
    ...(onTimeout && !times.expireAfter
      ? [problem('TIMEOUT_WITHOUT_END', 'Say after how long the time is over.', [...path, 'expireAfter'])]
      : []),
    ...(onTimeout === 'APPROVE' && !known.mayApproveOnTimeout
      ? [
          problem('TIMEOUT_APPROVAL_OFF', 'Your reseller does not let time approve. Use another outcome.', [
            ...path,
            'onTimeout',
          ]),
        ]
      : []),
  ]
}

function stepProblems(definition: PolicyDefinition, known: KnownApprovers): Problem[] {
  const { effect, steps } = definition
  if (effect !== 'REQUIRE_APPROVAL') {
    if (steps.length === 0) return []
    return [problem('STEPS_UNEXPECTED', 'Only REQUIRE_APPROVAL has steps.', ['steps'])]
  }
  const positions = steps.map((step) => step.position)
  const isNumbered = positions.every((one) => one >= 1 && one <= mostSteps)
  if (steps.length === 0 || !isNumbered || new Set(positions).size !== positions.length)
    return [
      problem('STEPS_COUNT', `Give 1 to ${mostSteps} steps, each position from 1 to ${mostSteps} once.`, [
        'steps',
      ]),
    ]
  return steps.flatMap((step, index) => {
    const path = ['steps', String(index)]
    const isSized = step.allOf.length >= 1 && step.allOf.length <= mostGroups
    return [
      ...(isSized ? [] : [problem('GROUPS_COUNT', `Name 1 to ${mostGroups} groups.`, [...path, 'allOf'])]),
      ...step.allOf.flatMap((group, at) =>
        groupProblems(group, { known, path: [...path, 'allOf', String(at)] }),
      ),
      ...slaProblems(step, { known, path: [...path, 'sla'] }),
    ]
  })
}

function effectProblems({ effect, message, watchers }: PolicyDefinition, known: KnownApprovers): Problem[] {
  const isSaid = effect === 'BLOCK' || effect === 'WARN'
  const length = message?.trim().length ?? 0
  return [
    ...(isSaid && (length < 1 || length > 500)
      ? [problem('MESSAGE_REQUIRED', 'Tell the requester what to do, in 1 to 500 characters.', ['message'])]
      : []),
    ...(effect === 'NOTIFY' && watchers.length === 0
      ? [problem('WATCHERS_REQUIRED', 'Name whom to tell.', ['watchers'])]
      : []),
    ...watchers.flatMap((ref, index) => refProblems(ref, { known, path: ['watchers', String(index)] })),
  ]
}

function selfApprovalProblems({ selfApproval, selfApprovalUnder: under }: PolicyDefinition): Problem[] {
  const path = ['selfApprovalUnder']
  if ((selfApproval === 'ALLOW_UNDER') !== Boolean(under))
    return [problem('SELF_APPROVAL_AMOUNT', 'Give an amount with ALLOW_UNDER, and only then.', path)]
  if (!under || (parseDecimal(under.amount) && isCurrency(under.currency))) return []
  return [problem('SELF_APPROVAL_AMOUNT', 'Give a plain decimal amount and its ISO 4217 currency.', path)]
}

/** What is wrong with a policy, by path; empty when it may be saved. */
export function policyProblems(definition: PolicyDefinition, known: KnownApprovers): Problem[] {
  const { condition, validFrom, validTo } = definition
  return [
    ...(condition ? conditionProblems(condition, ['condition']) : []),
    ...effectProblems(definition, known),
    ...stepProblems(definition, known),
    ...selfApprovalProblems(definition),
    ...(validFrom && validTo && validTo <= validFrom
      ? [problem('VALIDITY_INVALID', 'Let it end after it begins.', ['validTo'])]
      : []),
  ]
}
