import type { Ctx } from '../access/ctx.ts'
import { allowErp } from './allow-erp.ts'
import type { ErpConnection } from './erp-connection.entity.ts'
import { erpConnectionTestRequested } from './erp.events.ts'
import { findErpConnectionForUpdate } from './find-erp-connection-for-update.ts'
import { recordErpConnectionEvent } from './record-erp-connection-event.ts'

/** Asks for a test of a connection, also while it is paused; a job makes it and stores what came of it. */
export async function testErpConnection(ctx: Ctx, input: { connectionId: string }): Promise<ErpConnection> {
  allowErp(ctx, 'WEBHOOK_WRITE')
  const connection = await findErpConnectionForUpdate(ctx, input.connectionId)
  Object.assign(connection, { testStatus: 'PENDING', testMessage: null, testRequestedAt: ctx.clock.now() })
  return recordErpConnectionEvent(ctx, erpConnectionTestRequested, connection)
}
