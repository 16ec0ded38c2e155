import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { refuse } from '../platform/errors.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { ApprovalStep } from './approval-step.entity.ts'
import { eventData, stepSnapshot, type OrderSnapshot } from './approval-snapshot.ts'
import { approvalRequested, approvalStepActivated } from './approvals.events.ts'
import { routeOrderApproval, type RoutedStep } from './route-order-approval.ts'
import type { ApprovalFacts } from './routing.rules.ts'

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
  facts: ApprovalFacts
  /** The order as its events show it. */
  snapshot: OrderSnapshot
}

function newRequest(ctx: Ctx, input: OpenApprovalInput, reason: string): ApprovalRequest {
  const { order, facts } = input
  const now = ctx.clock.now()
  return Object.assign(new ApprovalRequest(), {
    id: ctx.ids.next('apr'),
    sellerId: order.sellerId,
    organizationId: order.organizationId,
    orderId: order.id,
    orderRevision: order.revision,
    contentHash: order.contentHash,
    requesterId: order.requestedBy,
    status: 'PENDING',
    reason,
    facts: { ...facts, orderNumber: order.orderNumber },
    requestedAt: now,
    createdAt: now,
    updatedAt: now,
  } as const)
}

function newStep(ctx: Ctx, request: ApprovalRequest, routed: RoutedStep): ApprovalStep {
  const isFirst = routed.position === 1
  return Object.assign(new ApprovalStep(), {
    id: ctx.ids.next('aps'),
    sellerId: request.sellerId,
    organizationId: request.organizationId,
    requestId: request.id,
    ...routed,
    approverIds: routed.approvers.map((approver) => approver.id),
    status: isFirst ? 'ACTIVE' : 'WAITING',
    activatedAt: isFirst ? request.requestedAt : null,
  } as const)
}

/**
 * Opens the approval of an order's revision with its steps and approvers, and records `approval.requested` and
 * `approval.step_activated`. Hold the order's lock: a repeat for the same revision answers with the request that
 * exists and changes nothing. Refuses APPROVER_MISSING when nobody may decide.
 */
export async function openApproval(ctx: Ctx, input: OpenApprovalInput): Promise<ApprovalRequest> {
  const { order, facts, snapshot } = input
  const { id: orderId, revision: orderRevision, sellerId, requestedBy: requesterId } = order
  const existing = await ctx.em.findOne(ApprovalRequest, { sellerId, orderId, orderRevision })
  if (existing) return existing

  const route = await routeOrderApproval(ctx, { sellerId, requesterId, facts })
  if (route.outcome === 'BLOCKED') throw refuse(route.problem.code, route.problem.message)
  const request = newRequest(ctx, input, route.steps.map((step) => step.reason).join(' '))
  ctx.em.persist(request)
  // Steps refer to the request, and the mapper knows no relation between them that would order the inserts.
  await ctx.em.flush()
  const steps = route.steps.map((routed) => newStep(ctx, request, routed))
  ctx.em.persist(steps)

  const data = eventData(request, steps, snapshot)
  record(ctx, approvalRequested, { subject: request, data })
  for (const step of steps.filter((one) => one.status === 'ACTIVE'))
    record(ctx, approvalStepActivated, { subject: request, data: { ...data, step: stepSnapshot(step) } })
  return request
}
