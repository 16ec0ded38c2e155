import type { ApprovalStep } from './approval-step.entity.ts'
import type { Approver } from './approver.view.ts'

/** A step's approvers, whole and by group. */
export type StepApprovers = Pick<ApprovalStep, 'approverIds' | 'approvers' | 'groups'>

const byId = (approvers: readonly Approver[]) => approvers.toSorted((a, b) => (a.id < b.id ? -1 : 1))

/**
 * A step that these people joined: they may speak for every group of it, beside those who were asked before. How many
 * must agree stays as it was. `joined` are those who are new to the step.
 */
export function joinStep(
  step: StepApprovers,
  people: readonly Approver[],
): { step: StepApprovers; joined: Approver[] } {
  const joining = (known: readonly Approver[]) =>
    people.filter(({ id }) => !known.some((one) => one.id === id))
  const groups = step.groups.map(({ approvers, minimumApprovals, selfApproverIds }) => ({
    approvers: byId([...approvers, ...joining(approvers)]),
    minimumApprovals,
    selfApproverIds,
  }))
  const joined = byId(joining(step.approvers))
  const everybody = byId([...step.approvers, ...joined])
  return { step: { approverIds: everybody.map(({ id }) => id), approvers: everybody, groups }, joined }
}
