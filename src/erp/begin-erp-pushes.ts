import type { Ctx } from '../access/ctx.ts'
import { gatherOrderDocument } from '../orders/gather-order-document.ts'
import type { OrderDocumentSource } from '../orders/order-document-port.ts'
import { mostErpAttempts } from './erp-retry.rules.ts'
import { erpPushFailed } from './erp.events.ts'
import type { ErpSite } from './erp-port.ts'
import { erpSite } from './erp-site.ts'
import { planErpPushes, type PlannedPush } from './plan-erp-pushes.ts'
import { lostProblem } from './push-problems.rules.ts'
import { recordErpPushEvent } from './record-erp-push-event.ts'

/** A push that is to be made now. */
export interface ErpPushDue {
  pushId: string
  leaseId: string
  connectionId: string
  /** What is brought there: an answer counts for this alone. */
  target: Pick<PlannedPush['push'], 'operation' | 'revision'>
  site: ErpSite
  source: OrderDocumentSource
}

/** Longer than a push can take: whoever has not stored it by then is dead. */
const leaseMs = 360_000

function isDue({ push, connection }: PlannedPush, now: Date): boolean {
  if (connection.status !== 'ACTIVE' || !push.nextAttemptAt || push.nextAttemptAt > now) return false
  return push.leaseUntil === null || push.leaseUntil <= now
}

/** Gives up what has had all its attempts and never came back from the last: it may be what kills its workers. */
function giveUpLost(ctx: Ctx, { push }: PlannedPush): boolean {
  if (push.attempts < mostErpAttempts) return false
  Object.assign(push, {
    status: 'GIVEN_UP',
    problems: [lostProblem],
    nextAttemptAt: null,
    leaseId: null,
    leaseUntil: null,
    version: push.version + 1,
    updatedAt: ctx.clock.now(),
  })
  recordErpPushEvent(ctx, erpPushFailed, push)
  return true
}

/**
 * Plans an order's pushes and leases those that are due: nobody else pushes the order there until it is stored, or the
 * lease is over. Counts the attempt now, so that one that kills its worker counts too.
 */
export async function beginErpPushes(ctx: Ctx, orderId: string): Promise<ErpPushDue[]> {
  const now = ctx.clock.now()
  const planned = await planErpPushes(ctx, orderId)
  const due = planned.filter((one) => isDue(one, now) && !giveUpLost(ctx, one))
  if (due.length === 0) return []
  const source = await gatherOrderDocument(ctx, orderId)
  return due.map(({ push, connection }) => {
    const leaseId = ctx.ids.next('lea')
    const leaseUntil = new Date(now.getTime() + leaseMs)
    Object.assign(push, { leaseId, leaseUntil, attempts: push.attempts + 1, updatedAt: now })
    const target = { operation: push.operation, revision: push.revision }
    return {
      pushId: push.id,
      leaseId,
      connectionId: connection.id,
      target,
      site: erpSite(ctx, connection),
      source,
    }
  })
}
