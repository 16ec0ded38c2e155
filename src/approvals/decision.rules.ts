import type { Actor } from '../access/actor.ts'
import type { Problem } from '../platform/errors.ts'
import type { ApprovalDecision, ApprovalDecisionKind } from './approval-decision.entity.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import type { ApprovalStep } from './approval-step.entity.ts'

/** What a decision makes of the request. */
export type DecisionOutcome = 'PENDING' | 'APPROVED' | 'REJECTED' | 'CHANGES_REQUESTED' | 'EXPIRED'

/** What becomes of a step that time decides: at once, whoever else would have had to agree. */
export const outcomeByTime: Readonly<Record<ApprovalDecisionKind, Exclude<DecisionOutcome, 'PENDING'>>> = {
  APPROVE: 'APPROVED',
  REJECT: 'REJECTED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  EXPIRE: 'EXPIRED',
}

/** The request, its steps and who wants to decide. */
export type DecisionFacts = {
  request: Pick<ApprovalRequest, 'status' | 'requesterId' | 'sellerId'>
  steps: readonly ApprovalStep[]
  actor: Pick<Actor, 'id' | 'decidableSellers'>
  /** Those for whom the actor may decide this step as a delegate. */
  standsFor?: readonly string[]
}

/** The step that can be decided now. */
export function activeStep(steps: readonly ApprovalStep[]): ApprovalStep | null {
  return steps.find((step) => step.status === 'ACTIVE') ?? null
}

/** The places in a step that an actor can fill: its own, and those of others, never of the requester. */
export function placesOf(
  step: ApprovalStep | null,
  { request, actor, standsFor = [] }: Omit<DecisionFacts, 'steps'>,
): { own: boolean; delegated: string[] } {
  const asked = step?.approverIds ?? []
  return {
    own: asked.includes(actor.id),
    delegated: standsFor.filter((id) => id !== request.requesterId && asked.includes(id)),
  }
}

/** Why this actor cannot decide this request now; null when it can. */
export function decisionObstacle(facts: DecisionFacts): Problem | null {
  const { request, actor } = facts
  const path = ['approvalId']
  if (request.status !== 'PENDING') {
    const message = `This request is ${request.status}. Read it again; there is nothing left to decide.`
    return { code: 'APPROVAL_NOT_PENDING', message, path }
  }
  const step = activeStep(facts.steps)
  const maySelf = step?.groups.some(({ selfApproverIds }) => selfApproverIds.includes(actor.id)) ?? false
  if (request.requesterId === actor.id && !maySelf) {
    const message = 'You asked for this approval. Somebody else must decide.'
    return { code: 'SELF_APPROVAL', message, path }
  }
  const places = placesOf(step, facts)
  const isAsked = places.own || places.delegated.length > 0
  if (isAsked && actor.decidableSellers.includes(request.sellerId)) return null
  const message = 'You are not among the approvers of the step that is open. The request names them.'
  return { code: 'APPROVAL_NOT_ELIGIBLE', message, path }
}

/** A comment is what the requester has to go by: without one, only approving is possible. */
export function commentProblems(kind: ApprovalDecisionKind, comment: string | null): Problem[] {
  const path = ['comment']
  if ((comment?.length ?? 0) > 4000)
    return [{ code: 'COMMENT_TOO_LONG', message: 'Use at most 4000 characters.', path }]
  if (kind === 'APPROVE' || comment) return []
  return [{ code: 'COMMENT_REQUIRED', message: 'Say why: the requester has to go by it.', path }]
}

/** One approver's word, and in whose places it was said. */
export type Word = Pick<ApprovalDecision, 'kind' | 'decidedBy'> & {
  decidedFor?: ReadonlyArray<{ id: string }>
}

/** Of each approver the last word, of decisions that come oldest first. */
export function lastWords<T extends Word>(decisions: readonly T[]): T[] {
  return [...new Map(decisions.map((one) => [one.decidedBy, one])).values()]
}

/**
 * How many places of a group are filled: every person fills one at most, every place is filled once. So a delegate of
 * two approvers does not agree twice, and an approver and its delegate do not agree twice either.
 */
function filledPlaces(
  group: Pick<ApprovalStep['groups'][number], 'approvers'>,
  words: readonly Word[],
): number {
  const filledBy = new Map<string, Word>()
  const placesFor = ({ decidedBy, decidedFor = [] }: Word) =>
    group.approvers.filter(({ id }) => id === decidedBy || decidedFor.some((one) => one.id === id))
  const fill = (word: Word, tried: Set<string>): boolean =>
    placesFor(word).some(({ id }) => {
      if (tried.has(id)) return false
      tried.add(id)
      const holder = filledBy.get(id)
      if (holder && !fill(holder, tried)) return false
      filledBy.set(id, word)
      return true
    })
  return words.filter((word) => fill(word, new Set())).length
}

/**
 * What becomes of a step when its decisions (oldest first) are in. One refusal decides. Of each approver the last
 * word counts, once in every group that names it: a group that needs two approvals needs two people.
 */
export function stepOutcome(step: Pick<ApprovalStep, 'groups'>, decisions: readonly Word[]): DecisionOutcome {
  const words = lastWords(decisions)
  const said = new Set(words.map(({ kind }) => kind))
  if (said.has('REJECT')) return 'REJECTED'
  if (said.has('REQUEST_CHANGES')) return 'CHANGES_REQUESTED'
  const agreed = words.filter(({ kind }) => kind === 'APPROVE')
  const isAgreed = step.groups.every((group) => filledPlaces(group, agreed) >= group.minimumApprovals)
  return isAgreed ? 'APPROVED' : 'PENDING'
}
