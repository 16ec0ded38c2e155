import type { Problem } from '../platform/errors.ts'
import type { ApprovalGroup } from './approval-group.view.ts'
import type { Approver } from './approver.view.ts'

/** One place of an open step, from whom to whom it goes. */
export type Handover = {
  groups: readonly ApprovalGroup[]
  from: string
  to: Approver
  requesterId: string
  /** Those who agreed to the step already. */
  agreed: readonly string[]
}

/** Why a place cannot be handed over so; null when it can. */
export function handoverObstacle({ groups, from, to, requesterId, agreed }: Handover): Problem | null {
  const of = groups.filter(({ approvers }) => approvers.some(({ id }) => id === from))
  const problem = (code: string, message: string, path: string): Problem => ({ code, message, path: [path] })
  if (of.length === 0 || agreed.includes(from))
    return problem(
      'APPROVER_NOT_ASKED',
      'This person is not asked in the open step, or has agreed already.',
      'fromUserId',
    )
  const allowsSelf = of.every(({ selfApproverIds }) => selfApproverIds.includes(to.id))
  if (to.id === requesterId && !allowsSelf)
    return problem('SELF_APPROVAL', 'This person asked for the approval. Name somebody else.', 'toUserId')
  if (of.some(({ approvers }) => approvers.some(({ id }) => id === to.id)))
    return problem('APPROVER_ALREADY_ASKED', 'This person is asked already. Name somebody else.', 'toUserId')
  return null
}

/** The groups with the place handed over, everywhere it was. */
export function handOver(groups: readonly ApprovalGroup[], from: string, to: Approver): ApprovalGroup[] {
  return groups.map((group) => {
    if (!group.approvers.some(({ id }) => id === from)) return group
    const approvers = [...group.approvers.filter(({ id }) => id !== from), to]
    return {
      approvers: approvers.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      minimumApprovals: group.minimumApprovals,
      selfApproverIds: group.selfApproverIds.filter((id) => id !== from),
    }
  })
}
