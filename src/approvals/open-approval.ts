import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { activateStep } from './activate-step.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { ApprovalStep } from './approval-step.entity.ts'
import { eventData, stepSnapshot, type OrderSnapshot } from './approval-snapshot.ts'
import { carryApprovals } from './carry-approvals.ts'
import { approvalCompleted, approvalRequested, approvalStepActivated } from './approvals.events.ts'
import type { ApprovalRoute, OpenableStep } from './route-order-approval.ts'

/** What can be opened: whatever is blocked was refused before. */
type OpenRoute = Exclude<ApprovalRoute, { outcome: 'BLOCKED' }>

export interface OpenApprovalInput {
  order: {
    id: string
    orderNumber: string | null
    revision: number
    version: number
    sellerId: string
    organizationId: string
    /** User id. */
    requestedBy: string
    /** Hash of the frozen content that is decided on. */
    contentHash: string
  }
  route: OpenRoute
  /** The order as its events show it. */
  snapshot: OrderSnapshot
}

function newRequest(ctx: Ctx, order: OpenApprovalInput['order'], route: OpenRoute): ApprovalRequest {
  const now = ctx.clock.now()
  const isApproved = route.outcome === 'AUTO_APPROVE'
  return Object.assign(new ApprovalRequest(), {
    id: ctx.ids.next('apr'),
    sellerId: order.sellerId,
    organizationId: order.organizationId,
    orderId: order.id,
    orderRevision: order.revision,
    contentHash: order.contentHash,
    requesterId: order.requestedBy,
    status: isApproved ? 'APPROVED' : 'PENDING',
    reason: isApproved ? route.reason.message : route.steps.map((step) => step.reason).join(' '),
    warnings: route.warnings,
    watcherIds: route.watcherIds,
    facts: { ...route.facts, orderNumber: order.orderNumber },
    requestedAt: now,
    decidedAt: isApproved ? now : null,
    createdAt: now,
    updatedAt: now,
  } as const)
}

function newStep(ctx: Ctx, request: ApprovalRequest, routed: OpenableStep): ApprovalStep {
  const step = Object.assign(new ApprovalStep(), {
    id: ctx.ids.next('aps'),
    sellerId: request.sellerId,
    organizationId: request.organizationId,
    requestId: request.id,
    ...routed,
    approverIds: routed.approvers.map((approver) => approver.id),
    status: 'WAITING',
  } as const)
  if (routed.position === 1) activateStep(step, request.requestedAt)
  return step
}

/**
 * Opens the approval of an order's revision with its steps and approvers, and records `approval.requested` and
 * `approval.step_activated`; where policies approve by themselves, a request that is APPROVED, and
 * `approval.completed`; likewise where all that is required was approved on the revision before, of the same content,
 * and policies keep that. Hold the order's lock: a repeat for the same revision answers with the request that exists
 * and changes nothing.
 */
export async function openApproval(ctx: Ctx, input: OpenApprovalInput): Promise<ApprovalRequest> {
  const { order, route, snapshot } = input
  const { id: orderId, revision: orderRevision, sellerId } = order
  const existing = await ctx.em.findOne(ApprovalRequest, { sellerId, orderId, orderRevision })
  if (existing) return existing

  const request = newRequest(ctx, order, route)
  ctx.em.persist(request)
  // Steps refer to the request, and the mapper knows no relation between them that would order the inserts.
  await ctx.em.flush()
  if (route.outcome === 'AUTO_APPROVE') {
    const data = { ...eventData(request, [], snapshot), decision: null }
    record(ctx, approvalCompleted, { subject: request, data })
    return request
  }
  const steps = route.steps.map((routed) => newStep(ctx, request, routed))
  ctx.em.persist(steps)
  await ctx.em.flush()
  await carryApprovals(ctx, request, steps)

  const data = eventData(request, steps, snapshot)
  record(ctx, approvalRequested, { subject: request, data })
  for (const step of steps.filter((one) => one.status === 'ACTIVE'))
    record(ctx, approvalStepActivated, { subject: request, data: { ...data, step: stepSnapshot(step) } })
  if (request.status === 'APPROVED')
    record(ctx, approvalCompleted, { subject: request, data: { ...data, decision: null } })
  return request
}
