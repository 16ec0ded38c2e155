import type { Ctx } from '../access/ctx.ts'
import { mayWrite } from '../access/write-reach.ts'
import { may } from '../access/allow.ts'
import { approvalsOf } from '../approvals/approvals-of.ts'
import { findAllowedDecisions } from '../approvals/find-allowed-decisions.ts'
import { allowedActions } from './allowed-actions.rules.ts'
import { linesOf } from './lines-of.ts'
import { orderContext } from './order-context.ts'
import type { OrderAction } from './order-status.ts'
import type { ActorKind } from './order-transitions.ts'
import type { Order } from './order.entity.ts'
import { capacities } from './orders.policy.ts'

const roleOf: Partial<Record<ActorKind, string>> = {
  ADMINISTRATOR: 'RESELLER_ADMIN',
  ORDER_DESK: 'ORDER_DESK',
  CUSTOMER: 'CUSTOMER_ADMIN',
  INTEGRATION: 'INTEGRATION',
}

async function canDecide(ctx: Ctx, order: Order): Promise<boolean> {
  if (order.status !== 'PENDING_APPROVAL') return false
  const [latest] = await approvalsOf(ctx, order.id)
  return latest ? (await findAllowedDecisions(ctx, latest)).length > 0 : false
}

/** What the caller may do with the order now. The verbs ask the same table, so what is listed is not refused for who asks. */
export async function findAllowedActions(ctx: Ctx, order: Order): Promise<OrderAction[]> {
  const isOwn = mayWrite(ctx.actor, order.sellerId)
  if (!isOwn && !ctx.actor.decidableSellers.includes(order.sellerId)) return []
  const lines = await linesOf(order)
  // Below its own tenant an administrator is an approver, where the request names it, and nothing else.
  const kinds: ReadonlySet<ActorKind> = isOwn ? capacities(ctx.actor, order) : new Set()
  const roles = [...kinds].flatMap((kind) => roleOf[kind] ?? [])
  const { seller } = await orderContext(ctx, order)
  const rests = seller.approvalSubmission === 'MANUAL' && order.revision === 1
  const isRequester = kinds.has('REQUESTER')
  const actions = allowedActions({
    status: order.status,
    roles: isOwn && may(ctx.actor, 'ORDER_CREATE') ? [...roles, 'SALES_AGENT'] : roles,
    isRequester,
    isEligibleApprover: !isRequester && (await canDecide(ctx, order)),
    hasNumber: order.orderNumber !== null,
    anyLineQueued: lines.some((line) => line.status !== 'PENDING'),
    approvalSubmission: order.status === 'SUBMITTED' && !rests ? 'AUTOMATIC' : seller.approvalSubmission,
    lineStatuses: lines.map((line) => line.status),
  })
  return actions.filter((action) => !notServed.has(action))
}

/** Actions of the table that have no mutation yet. */
const notServed: ReadonlySet<OrderAction> = new Set(['COMMENT'])
