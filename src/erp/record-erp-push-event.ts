import type { Ctx } from '../access/ctx.ts'
import type { EventDefinition } from '../events/event.ts'
import { record } from '../events/record.ts'
import type { ErpPush } from './erp-push.entity.ts'
import type { ErpPushSnapshot } from './erp.events.ts'

function snapshotOf(push: ErpPush): ErpPushSnapshot {
  const { id, connectionId, orderId, orderNumber, operation, revision, status, attempts, problems } = push
  const { externalId, externalNumber, externalState, pushedRevision } = push
  const wanted = { id, connectionId, orderId, orderNumber, operation, revision }
  return {
    ...wanted,
    status,
    attempts,
    problems,
    externalId,
    externalNumber,
    externalState,
    pushedRevision,
  }
}

/** Records an event about a push as it stands now. Customers hear of none: an ERP is the reseller's. */
export function recordErpPushEvent(
  ctx: Ctx,
  definition: EventDefinition<{ erpPush: ErpPushSnapshot }>,
  push: ErpPush,
): void {
  const { id, sellerId, version } = push
  record(ctx, definition, {
    subject: { id, sellerId, organizationId: null, version },
    data: { erpPush: snapshotOf(push) },
  })
}
