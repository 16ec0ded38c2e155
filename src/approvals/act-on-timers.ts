import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { load } from '../platform/load.ts'
import type { ApprovalDecisionKind } from './approval-decision.entity.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import type { OrderSnapshot } from './approval-snapshot.ts'
import { ApprovalStep } from './approval-step.entity.ts'
import { activeStep, type DecisionOutcome } from './decision.rules.ts'
import { endPause, type PausedApproval } from './end-pause.ts'
import { escalateStep } from './escalate-step.ts'
import { recordDecision } from './record-decision.ts'
import { remindApprovers } from './remind-approvers.ts'
import { decisionByTime, dueTimers, type StepTimer } from './timers.rules.ts'

/** What the timers did to the request; `reason` where they decided it. */
export interface TimedOutcome {
  outcome: DecisionOutcome
  reason: string | null
}

const nothing: TimedOutcome = { outcome: 'PENDING', reason: null }

async function lockOpen(ctx: Ctx, id: string): Promise<PausedApproval | null> {
  const lockMode = LockMode.PESSIMISTIC_WRITE
  const request = await ctx.em.findOne(ApprovalRequest, { id }, { lockMode, refresh: true })
  if (request?.status !== 'PENDING') return null
  const orderBy = { position: 'asc' } as const
  const steps = await ctx.em.find(ApprovalStep, { requestId: id }, { orderBy, refresh: true })
  const step = activeStep(steps)
  return step && { request, steps, step }
}

/** The decision that time makes now; null where it makes none, and more people are asked instead. */
async function decisionNow(
  ctx: Ctx,
  { request, step }: PausedApproval,
): Promise<ApprovalDecisionKind | null> {
  const seller = await load(ctx.em, Organization, request.sellerId)
  return decisionByTime(step.sla, seller?.approvalOnTimeout ?? false)
}

interface Firing {
  open: PausedApproval
  due: readonly StepTimer[]
  snapshot: OrderSnapshot
}

async function endTime(ctx: Ctx, { open, due, snapshot }: Firing): Promise<TimedOutcome> {
  const { request, step } = open
  const kind = await decisionNow(ctx, open)
  step.timedOutAt = ctx.clock.now()
  if (!kind) {
    if (!due.includes('ESCALATE')) await escalateStep(ctx, open, snapshot)
    return nothing
  }
  const reason = `Step ${step.position} was not decided by ${step.expireAt?.toISOString()}, when its time was over.`
  // The decision reads everything again under the lock that is held.
  await ctx.em.flush()
  const { id: approvalId, version: expectedVersion } = request
  const said = { approvalId, kind, comment: reason, expectedVersion, snapshot }
  const { outcome } = await recordDecision(ctx, said)
  return { outcome, reason }
}

/**
 * Does what is due on a request by now: ends a pause whose end has come, reminds, escalates, and where the open step's
 * time is over, decides as its policies say. Each happens once per step; nothing is due on a request that is decided,
 * and nothing while it is paused. Hold the order's lock; the order is the caller's to move.
 */
export async function actOnTimers(
  ctx: Ctx,
  { approvalId, snapshot }: { approvalId: string; snapshot: OrderSnapshot },
): Promise<TimedOutcome> {
  const open = await lockOpen(ctx, approvalId)
  if (!open) return nothing
  const now = ctx.clock.now()
  const { pausedAt, pausedUntil } = open.request
  if (pausedAt && !(pausedUntil && pausedUntil <= now)) return nothing
  endPause(ctx, open, { at: now, snapshot })
  const due = dueTimers(open.step, now)
  if (due.includes('REMIND')) await remindApprovers(ctx, open, snapshot)
  if (due.includes('ESCALATE')) await escalateStep(ctx, open, snapshot)
  return due.includes('EXPIRE') ? endTime(ctx, { open, due, snapshot }) : nothing
}
