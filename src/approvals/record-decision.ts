import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { DomainError, refuse, refuseAll } from '../platform/errors.ts'
import { advanceApproval, type OpenApproval } from './advance-approval.ts'
import { ApprovalDecision, type ApprovalDecisionKind } from './approval-decision.entity.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import type { OrderSnapshot } from './approval-snapshot.ts'
import {
  activeStep,
  commentProblems,
  decisionObstacle,
  placesOf,
  outcomeByTime,
  stepOutcome,
  type DecisionOutcome,
} from './decision.rules.ts'
import { endPause } from './end-pause.ts'
import { findStandsFor } from './find-stands-for.ts'
import { lockApproval } from './lock-approval.ts'
import { newDecision } from './new-decision.ts'
import { stillDecides } from './still-decides.ts'
import { tellDecision } from './tell-decision.ts'

export interface RecordDecisionInput {
  approvalId: string
  kind: ApprovalDecisionKind
  /** Mandatory to reject and to request changes. */
  comment: string | null
  /** With REQUEST_CHANGES: the stage to look at. */
  stage?: string | null
  /** With REQUEST_CHANGES: the lines to look at. */
  lineNumbers?: number[]
  /** The version of the request that the approver saw. */
  expectedVersion: number
  /** The order as its events show it; without it, the events name its id, number and revision. */
  snapshot?: OrderSnapshot
}

/** Of those whom the actor stands for, who may decide at this moment. Refuses when neither it nor they may any more. */
async function placesStill(ctx: Ctx, places: ReturnType<typeof placesOf>): Promise<string[]> {
  const still = await stillDecides(ctx, [ctx.actor.id, ...places.delegated])
  const left = places.delegated.filter((id) => still.has(id))
  if (still.has(ctx.actor.id) && (places.own || left.length > 0)) return left
  const message = 'You may not decide any more, or whom you decided for may not. The request names who can.'
  throw refuse('APPROVAL_NOT_ELIGIBLE', message, ['approvalId'])
}

/** Locks the request, and refuses unless the actor may decide this version of it; answers whom it decides for. */
async function lockForDecision(
  ctx: Ctx,
  input: RecordDecisionInput,
): Promise<OpenApproval & { decidedFor: ApprovalDecision['decidedFor'] }> {
  const { request, steps, requesterId } = await lockApproval(ctx, input)
  const standsFor = await findStandsFor(ctx, request, steps)
  const { status, sellerId } = request
  const open = activeStep(steps)
  // The product itself decides where time is over: it is nobody's approver.
  if (ctx.actor.kind === 'SYSTEM' && status === 'PENDING' && open)
    return { request, steps, step: open, decidedFor: [] }
  const facts = { request: { status, sellerId, requesterId }, actor: ctx.actor, standsFor }
  const obstacle = decisionObstacle({ ...facts, steps })
  if (obstacle) throw new DomainError([obstacle])
  if (!open) throw new Error(`Approval ${request.id} is pending without an active step`)
  const delegators = await placesStill(ctx, placesOf(open, facts))
  return {
    request,
    steps,
    step: open,
    decidedFor: open.approvers.filter(({ id }) => delegators.includes(id)),
  }
}

/**
 * Records what the actor decides on a request, moves its step and the request itself, and says what came out:
 * PENDING means that further approvals are needed. The order is the caller's to move, in the same transaction;
 * lock the order first, because every verb locks in that order. A delegate decides in the places of those who named it
 * as well as in its own; it counts once in each group. A decision ends a pause. The product itself decides only when
 * the step's time is over.
 *
 * Refuses NOT_FOUND, COMMENT_REQUIRED, VERSION_CONFLICT, APPROVAL_NOT_PENDING, SELF_APPROVAL and
 * APPROVAL_NOT_ELIGIBLE, also when a right to decide ended since the request began; then nothing is written.
 */
export async function recordDecision(
  ctx: Ctx,
  input: RecordDecisionInput,
): Promise<{ request: ApprovalRequest; outcome: DecisionOutcome }> {
  allow(ctx, 'APPROVAL_DECIDE')
  const { kind } = input
  const comment = input.comment?.trim() || null
  refuseAll(commentProblems(kind, comment))
  const open = await lockForDecision(ctx, input)
  endPause(ctx, open, { at: ctx.clock.now(), snapshot: input.snapshot })
  const isReturned = kind === 'REQUEST_CHANGES'
  const stage = isReturned ? (input.stage ?? null) : null
  const lineNumbers = isReturned ? (input.lineNumbers ?? []) : []
  const before = await ctx.em.find(
    ApprovalDecision,
    { stepId: open.step.id },
    { orderBy: { decidedAt: 'asc', id: 'asc' } },
  )
  const { decidedFor } = open
  const decision = newDecision(ctx, open, { kind, comment, stage, lineNumbers, decidedFor })
  ctx.em.persist(decision)
  const outcome =
    ctx.actor.kind === 'SYSTEM' ? outcomeByTime[kind] : stepOutcome(open.step, [...before, decision])
  const next = advanceApproval(open, outcome, { now: ctx.clock.now() })
  tellDecision(ctx, open, { decision, next, snapshot: input.snapshot })
  const { status } = open.request
  return { request: open.request, outcome: status as DecisionOutcome }
}
