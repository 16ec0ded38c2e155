import type { Ctx } from '../access/ctx.ts'
import type { LockedLine } from './find-line-for-update.ts'
import type { InformationRequestItem } from './order-parts.view.ts'
import { orderInformationRequested } from './orders.events.ts'
import { requireLineCommand } from './orders.policy.ts'
import { recordOrderEvent } from './record-order-event.ts'
import { settleHeader } from './settle-header.ts'

/** What is asked of the requester. */
export interface WantedInformation {
  message: string
  items: InformationRequestItem[]
}

/** Lets a line wait for data from the requester, records `order.information_requested`, and settles the order. */
export function requestLineInformation(
  ctx: Ctx,
  { order, line, request }: LockedLine & { request: WantedInformation },
): void {
  const status = requireLineCommand(ctx.actor, { order, line }, 'orderLineRequestInformation')
  const now = ctx.clock.now()
  line.status = status
  line.informationRequest = { ...request, requestedAt: now.toISOString() }
  line.updatedAt = now
  order.inquiry += 1
  order.version += 1
  order.updatedAt = now
  recordOrderEvent(ctx, orderInformationRequested, {
    order,
    lineNumber: line.lineNumber,
    reason: request.message,
  })
  settleHeader(ctx, order)
}
