import { inWriteReach } from '../access/write-reach.ts'
import { refuse } from '../platform/errors.ts'
import type { Ctx } from '../access/ctx.ts'
import type { OpenApproval } from './advance-approval.ts'
import { activeStep } from './decision.rules.ts'
import type { LockedApproval } from './lock-approval.ts'

/** The request with its open step. Refuses APPROVAL_NOT_PENDING, and OUT_OF_REACH where the caller only reads. */
export function requirePending(ctx: Ctx, { request, steps }: LockedApproval): OpenApproval {
  inWriteReach(ctx, request, ['approvalId'])
  const step = activeStep(steps)
  if (request.status === 'PENDING' && step) return { request, steps, step }
  const message = `This request is ${request.status}. Read it again; there is nothing left to decide.`
  throw refuse('APPROVAL_NOT_PENDING', message, ['approvalId'])
}
