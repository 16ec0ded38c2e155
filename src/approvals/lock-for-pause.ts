import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { stepIn } from '../access/step-in.ts'
import { mayWrite } from '../access/write-reach.ts'
import { DomainError, notFound, refuse } from '../platform/errors.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { ApprovalStep } from './approval-step.entity.ts'
import { activeStep } from './decision.rules.ts'
import type { PausedApproval } from './end-pause.ts'
import { findPersonBehind } from './find-person-behind.ts'
import { pauseObstacle, type PauseFacts } from './pause.rules.ts'
import { requireSellerSide } from './require-seller-side.ts'

/**
 * Locks a request and reads its steps, and refuses unless the actor may pause or resume this version of it: FORBIDDEN, NOT_FOUND,
 * APPROVAL_NOT_ELIGIBLE, VERSION_CONFLICT, APPROVAL_NOT_PENDING, APPROVAL_PAUSED, APPROVAL_NOT_PAUSED.
 */
export async function lockForPause(
  ctx: Ctx,
  input: { approvalId: string; expectedVersion: number },
  wants: PauseFacts['wants'],
): Promise<PausedApproval> {
  requireSellerSide(ctx, ['approvalId'])
  const { approvalId: id, expectedVersion } = input
  const visible = await ctx.em.findOne(ApprovalRequest, { id })
  if (!visible) throw notFound('approval request', ['approvalId'])
  // A row that the actor may only read cannot be locked: the rule below says why it cannot be paused.
  const { actor } = await stepIn(ctx, visible.sellerId)
  const lockMode = mayWrite(actor, visible.sellerId) ? LockMode.PESSIMISTIC_WRITE : LockMode.NONE
  const request = await ctx.em.findOneOrFail(ApprovalRequest, { id }, { lockMode, refresh: true })
  if (request.version !== expectedVersion) {
    const message = `The request is at version ${request.version}. Read it again and say what is still right.`
    const details = { currentVersion: request.version }
    throw refuse('VERSION_CONFLICT', message, { path: ['expectedVersion'], details })
  }
  const orderBy = { position: 'asc' } as const
  const steps = await ctx.em.find(ApprovalStep, { requestId: id }, { orderBy, refresh: true })
  const requesterId = await findPersonBehind(ctx, request.requesterId)
  const { status, sellerId, pausedAt } = request
  const facts = { request: { status, sellerId, pausedAt, requesterId }, steps, actor: ctx.actor, wants }
  const obstacle = pauseObstacle(facts)
  if (obstacle) throw new DomainError([obstacle])
  const step = activeStep(steps)
  if (!step) throw new Error(`Approval ${id} is pending without an active step`)
  return { request, steps, step }
}
