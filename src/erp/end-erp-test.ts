import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { ErpConnection } from './erp-connection.entity.ts'
import { erpConnectionTested } from './erp.events.ts'
import { recordErpConnectionEvent } from './record-erp-connection-event.ts'

/** Stores what came of a test; `fault` null: it works. */
export async function endErpTest(
  ctx: Ctx,
  { connectionId, fault }: { connectionId: string; fault: string | null },
): Promise<void> {
  const where = { id: connectionId, testStatus: 'PENDING', deletedAt: null } as const
  const connection = await ctx.em.findOne(ErpConnection, where, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (!connection) return
  const testStatus = fault === null ? 'PASSED' : 'FAILED'
  Object.assign(connection, { testStatus, testMessage: fault, testedAt: ctx.clock.now() })
  recordErpConnectionEvent(ctx, erpConnectionTested, connection)
}
