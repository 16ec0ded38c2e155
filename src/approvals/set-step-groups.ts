import type { ApprovalGroup } from './approval-group.view.ts'
import type { ApprovalStep } from './approval-step.entity.ts'
import type { Approver } from './approver.view.ts'

/** Who was taken out of a step, and who joined it. */
export interface StepPeopleChange {
  removed: Approver[]
  added: Approver[]
}

/**
 * Gives a step these groups. `gone` names those who stay in a group for what they approved, and are asked no more.
 * Answers who is asked no more, and who is asked now.
 */
export function setStepGroups(
  step: ApprovalStep,
  groups: readonly ApprovalGroup[],
  gone: ReadonlySet<string> = new Set(),
): StepPeopleChange {
  const before = step.approvers.filter(({ id }) => step.approverIds.includes(id))
  const byId = new Map(groups.flatMap((group) => group.approvers.map((one) => [one.id, one] as const)))
  const asked = [...byId.values()].filter(({ id }) => !gone.has(id))
  step.groups = [...groups]
  step.approvers = asked.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  step.approverIds = step.approvers.map(({ id }) => id)
  step.minimumApprovals = Math.max(...groups.map((group) => group.minimumApprovals))
  return {
    removed: before.filter(({ id }) => !step.approverIds.includes(id)),
    added: step.approvers.filter(({ id }) => !before.some((one) => one.id === id)),
  }
}
