import type { ApprovalDecision } from './approval-decision.entity.ts'
import type { ApprovalStep } from './approval-step.entity.ts'
import type { Approver } from './approver.view.ts'

/** Whom a step still waits for: those of groups without enough approvals who have not decided, each once, by id. */
export function undecidedApprovers(
  step: Pick<ApprovalStep, 'groups'>,
  decisions: ReadonlyArray<Pick<ApprovalDecision, 'kind' | 'decidedBy'>>,
): Approver[] {
  const lastWords = new Map(decisions.map((one) => [one.decidedBy, one.kind]))
  const open = step.groups.filter(({ approvers, minimumApprovals }) => {
    const agreed = approvers.filter(({ id }) => lastWords.get(id) === 'APPROVE')
    return agreed.length < minimumApprovals
  })
  const waiting = open.flatMap(({ approvers }) => approvers).filter(({ id }) => !lastWords.has(id))
  return [...new Map(waiting.map((one) => [one.id, one])).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
