import type { Ctx } from '../access/ctx.ts'
import { continueAs } from '../access/fork-for.ts'
import type { ApprovalLink, ApprovalLinkSubject } from './approval-link.view.ts'
import { openDecision, type OpenDecision } from './open-decision.ts'
import { orderSnapshot } from './order-snapshot.ts'
import { Order } from './order.entity.ts'

async function subjectOf(open: OpenDecision): Promise<ApprovalLinkSubject> {
  const { ctx, approval, steps, step, approver } = open
  const order = await ctx.em.findOneOrFail(Order, { id: approval.orderId }, { populate: ['lines'] })
  const { seller, organization, account, requestedBy, lines, totals, ...snapshot } = orderSnapshot(order)
  return {
    version: approval.version,
    contentHash: approval.contentHash,
    approverName: approver.name,
    sellerName: seller.name,
    customerName: organization.name,
    accountName: account.name,
    requesterName: requestedBy.name,
    orderNumber: snapshot.orderNumber,
    orderType: snapshot.type,
    revision: snapshot.revision,
    purchaseOrderNumber: snapshot.purchaseOrderNumber,
    reason: step.reason,
    stepPosition: step.position,
    stepCount: steps.length,
    lines: lines.map(({ lineNumber, productName, offerName, quantity, unitPrice, lineTotal, change }) => ({
      lineNumber,
      productName,
      offerName,
      quantity,
      quantityBefore: change?.before.quantity ?? null,
      unitPrice,
      lineTotal,
    })),
    firstInvoiceTotal: totals.firstInvoiceTotal,
    monthlyRecurring: totals.monthlyRecurring,
    totalContractValue: totals.totalContractValue,
    decisions: open.decisions,
    expiresAt: open.expiresAt,
  }
}

/** What the holder of a link is to decide, or why it cannot; nothing else is shown. Reading uses nothing up. */
export async function readDecision(ctx: Ctx, token: string): Promise<ApprovalLink> {
  try {
    const door = await openDecision(ctx, token, (inside) => Promise.resolve(inside))
    if (door.obstacle) return { obstacle: door.obstacle, subject: null }
    return { obstacle: null, subject: await subjectOf(door.decision) }
  } finally {
    // Whatever else this operation reads, it reads as its caller.
    await continueAs(ctx, ctx.actor)
  }
}
