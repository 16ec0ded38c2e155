import type { ApprovalDecision } from './approval-decision.entity.ts'
import type { ApprovalStep } from './approval-step.entity.ts'
import { lastWords } from './decision.rules.ts'

/** A step, as far as it matters for what it keeps. */
export type KeepingStep = Pick<ApprovalStep, 'id' | 'groups' | 'reasons' | 'keepsApprovals'>

/** Which versions of which policies ask for a step: one text, equal for equal ones. */
function policiesOf(step: KeepingStep): string {
  const named = step.reasons.map(({ policy }) => (policy ? `${policy.id}@${policy.version}` : 'none'))
  return named.toSorted().join()
}

const names = (groups: KeepingStep['groups'], id: string): string[] =>
  groups
    .filter(({ approvers }) => approvers.some((one) => one.id === id))
    .map(({ minimumApprovals }) => String(minimumApprovals))
    .toSorted()

/**
 * The approvals of the revision before that go on counting in a step, oldest first. Only where every policy of the step
 * keeps them and the same versions of the same policies ask for it; of people who are asked by as many of its groups as
 * before. Overrides, refusals and what delegates said are not carried.
 */
export function carriedApprovals<T extends ApprovalDecision>(
  step: KeepingStep,
  before: { steps: readonly KeepingStep[]; decisions: readonly T[] },
): T[] {
  if (!step.keepsApprovals) return []
  const earlier = before.steps.find((one) => one.keepsApprovals && policiesOf(one) === policiesOf(step))
  if (!earlier) return []
  return lastWords(before.decisions.filter(({ stepId }) => stepId === earlier.id)).filter((word) => {
    const isOwn = word.kind === 'APPROVE' && !word.isOverride && word.decidedFor.length === 0
    const asked = names(step.groups, word.decidedBy)
    return isOwn && asked.length > 0 && asked.join() === names(earlier.groups, word.decidedBy).join()
  })
}
