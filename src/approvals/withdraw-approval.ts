import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { ApprovalStep } from './approval-step.entity.ts'
import { notPaused } from './pause.rules.ts'
import { eventData, type OrderSnapshot } from './approval-snapshot.ts'
import { approvalWithdrawn } from './approvals.events.ts'

/**
 * Takes a pending request back and records `approval.withdrawn`; answers null when there is none to take back.
 * Hold the order's lock; whether the actor may do this to the order is the caller's question.
 */
export async function withdrawApproval(
  ctx: Ctx,
  order: { orderId: string; sellerId: string; revision: number; snapshot?: OrderSnapshot },
): Promise<ApprovalRequest | null> {
  const { orderId, sellerId, revision: orderRevision } = order
  const request = await ctx.em.findOne(
    ApprovalRequest,
    { sellerId, orderId, orderRevision },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  )
  if (request?.status !== 'PENDING') return null
  const steps = await ctx.em.find(
    ApprovalStep,
    { requestId: request.id },
    { orderBy: { position: 'asc' }, refresh: true },
  )
  const now = ctx.clock.now()
  for (const step of steps.filter((one) => one.status === 'ACTIVE' || one.status === 'WAITING'))
    step.status = 'SKIPPED'
  Object.assign(request, {
    status: 'WITHDRAWN',
    blockedSince: null,
    decidedAt: now,
    updatedAt: now,
    version: request.version + 1,
    ...notPaused,
  })
  record(ctx, approvalWithdrawn, { subject: request, data: eventData(request, steps, order.snapshot) })
  return request
}
