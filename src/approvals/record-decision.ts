import { LockMode } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { stepIn } from '../access/step-in.ts'
import { mayWrite } from '../access/write-reach.ts'
import { record } from '../events/record.ts'
import { DomainError, notFound, refuse, refuseAll } from '../platform/errors.ts'
import { ApprovalDecision, type ApprovalDecisionKind } from './approval-decision.entity.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { ApprovalStep } from './approval-step.entity.ts'
import { eventData, stepSnapshot, type OrderSnapshot } from './approval-snapshot.ts'
import { approvalCompleted, approvalDecisionRecorded, approvalStepActivated } from './approvals.events.ts'
import {
  activeStep,
  commentProblems,
  decisionObstacle,
  stepOutcome,
  type DecisionOutcome,
} from './decision.rules.ts'
import { findPersonBehind } from './find-person-behind.ts'

export interface RecordDecisionInput {
  approvalId: string
  kind: ApprovalDecisionKind
  /** Mandatory to reject and to request changes. */
  comment: string | null
  /** With REQUEST_CHANGES: the stage to look at. */
  stage?: string | null
  /** The version of the request that the approver saw. */
  expectedVersion: number
  /** The order as its events show it; without it, the events name its id, number and revision. */
  snapshot?: OrderSnapshot
}

/** A request that can be decided: its parts, read under its lock. */
interface Open {
  request: ApprovalRequest
  steps: ApprovalStep[]
  step: ApprovalStep
}

/** Locks the request, and refuses unless the actor may decide this version of it. */
async function lockForDecision(ctx: Ctx, input: RecordDecisionInput): Promise<Open> {
  const { approvalId: id, expectedVersion } = input
  const visible = await ctx.em.findOne(ApprovalRequest, { id })
  if (!visible) throw notFound('approval request', ['approvalId'])
  // A row that the actor may only read cannot be locked: the rule below says why it cannot decide.
  const { actor } = await stepIn(ctx, visible.sellerId)
  const lockMode = mayWrite(actor, visible.sellerId) ? LockMode.PESSIMISTIC_WRITE : LockMode.NONE
  const request = await ctx.em.findOneOrFail(ApprovalRequest, { id }, { lockMode, refresh: true })
  if (request.version !== expectedVersion) {
    const message = `The request is at version ${request.version}. Read it again and decide on what it says now.`
    const details = { currentVersion: request.version }
    throw refuse('VERSION_CONFLICT', message, { path: ['expectedVersion'], details })
  }
  const steps = await ctx.em.find(
    ApprovalStep,
    { requestId: id },
    { orderBy: { position: 'asc' }, refresh: true },
  )
  const requesterId = await findPersonBehind(ctx, request.requesterId)
  const { status, sellerId } = request
  const obstacle = decisionObstacle({ request: { status, sellerId, requesterId }, steps, actor: ctx.actor })
  if (obstacle) throw new DomainError([obstacle])
  const step = activeStep(steps)
  if (!step) throw new Error(`Approval ${id} is pending without an active step`)
  return { request, steps, step }
}

function newDecision(ctx: Ctx, open: Open, said: Pick<ApprovalDecision, 'kind' | 'comment' | 'stage'>) {
  const { request, step } = open
  return Object.assign(new ApprovalDecision(), {
    ...said,
    id: ctx.ids.next('apd'),
    sellerId: request.sellerId,
    organizationId: request.organizationId,
    requestId: request.id,
    stepId: step.id,
    decidedBy: ctx.actor.id,
    decidedByName: ctx.actor.name,
    channel: ctx.actor.kind === 'LINK' ? ('EMAIL' as const) : ('API' as const),
    requestVersion: request.version,
    contentHash: request.contentHash,
    decidedAt: ctx.clock.now(),
  })
}

/** Moves step and request; answers the step whose turn has come, if one has. */
function advance(open: Open, outcome: DecisionOutcome, now: Date): ApprovalStep | null {
  const { request, steps, step } = open
  request.version += 1
  request.updatedAt = now
  if (outcome === 'PENDING') return null
  step.status = outcome
  step.decidedAt = now
  const waiting = steps.filter((one) => one.status === 'WAITING')
  const next = outcome === 'APPROVED' ? waiting[0] : undefined
  if (next) {
    next.status = 'ACTIVE'
    next.activatedAt = now
    return next
  }
  for (const one of waiting) one.status = 'SKIPPED'
  request.status = outcome
  request.decidedAt = now
  return null
}

function tell(ctx: Ctx, open: Open, facts: Told): void {
  const { request, steps, step } = open
  const { id, kind, comment, stage, decidedBy, decidedByName, channel, decidedAt } = facts.decision
  const data = eventData(request, steps, facts.snapshot)
  const decision = {
    id,
    kind,
    comment,
    stage,
    stepPosition: step.position,
    decidedBy: { id: decidedBy, name: decidedByName },
    channel,
    decidedAt: decidedAt.toISOString(),
  }
  record(ctx, approvalDecisionRecorded, { subject: request, data: { ...data, decision } })
  if (facts.next)
    record(ctx, approvalStepActivated, {
      subject: request,
      data: { ...data, step: stepSnapshot(facts.next) },
    })
  if (request.status !== 'PENDING')
    record(ctx, approvalCompleted, { subject: request, data: { ...data, decision } })
}

interface Told {
  decision: ApprovalDecision
  next: ApprovalStep | null
  snapshot: OrderSnapshot | undefined
}

/**
 * Records what the actor decides on a request, moves its step and the request itself, and says what came out:
 * PENDING means that further approvals are needed. The order is the caller's to move, in the same transaction;
 * lock the order first, because every verb locks in that order.
 *
 * Refuses NOT_FOUND, COMMENT_REQUIRED, VERSION_CONFLICT, APPROVAL_NOT_PENDING, SELF_APPROVAL and
 * APPROVAL_NOT_ELIGIBLE; then nothing is written.
 */
export async function recordDecision(
  ctx: Ctx,
  input: RecordDecisionInput,
): Promise<{ request: ApprovalRequest; outcome: DecisionOutcome }> {
  allow(ctx, 'APPROVAL_DECIDE')
  const comment = input.comment?.trim() || null
  refuseAll(commentProblems(input.kind, comment))
  const open = await lockForDecision(ctx, input)
  const stage = input.kind === 'REQUEST_CHANGES' ? (input.stage ?? null) : null
  const before = await ctx.em.find(
    ApprovalDecision,
    { stepId: open.step.id },
    { orderBy: { decidedAt: 'asc', id: 'asc' } },
  )
  const decision = newDecision(ctx, open, { kind: input.kind, comment, stage })
  ctx.em.persist(decision)
  const next = advance(open, stepOutcome(open.step, [...before, decision]), ctx.clock.now())
  tell(ctx, open, { decision, next, snapshot: input.snapshot })
  const { status } = open.request
  return { request: open.request, outcome: status as DecisionOutcome }
}
