import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { stepIn } from '../access/step-in.ts'
import { mayWrite } from '../access/write-reach.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { ApprovalStep } from './approval-step.entity.ts'
import { findPersonBehind } from './find-person-behind.ts'

/** A request as it is under its lock. */
export interface LockedApproval {
  request: ApprovalRequest
  /** In the order in which they are decided. */
  steps: ApprovalStep[]
  /** Who asked, for an API key who made it. */
  requesterId: string
}

/**
 * Locks a request until the transaction ends; for a seller below, the caller steps in where it may decide. Refuses
 * NOT_FOUND, and VERSION_CONFLICT when it is not as the caller saw it. A row that the caller may only read is not
 * locked: the rules then say why it cannot change it.
 */
export async function lockApproval(
  ctx: Ctx,
  input: { approvalId: string; expectedVersion?: number | null | undefined },
): Promise<LockedApproval> {
  const { approvalId: id, expectedVersion } = input
  const visible = await ctx.em.findOne(ApprovalRequest, { id })
  if (!visible) throw notFound('approval request', ['approvalId'])
  const { actor } = await stepIn(ctx, visible.sellerId)
  const lockMode = mayWrite(actor, visible.sellerId) ? LockMode.PESSIMISTIC_WRITE : LockMode.NONE
  const request = await ctx.em.findOneOrFail(ApprovalRequest, { id }, { lockMode, refresh: true })
  if (typeof expectedVersion === 'number' && request.version !== expectedVersion) {
    const message = `The request is at version ${request.version}. Read it again and decide on what it says now.`
    const details = { currentVersion: request.version }
    throw refuse('VERSION_CONFLICT', message, { path: ['expectedVersion'], details })
  }
  const steps = await ctx.em.find(
    ApprovalStep,
    { requestId: id },
    { orderBy: { position: 'asc' }, refresh: true },
  )
  return { request, steps, requesterId: await findPersonBehind(ctx, request.requesterId) }
}
