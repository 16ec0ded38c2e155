import type { Ctx } from '../access/ctx.ts'
import { allowErp } from './allow-erp.ts'
import { changeErpConnection } from './change-erp-connection.ts'
import type { ErpConnection } from './erp-connection.entity.ts'
import { erpConnectionDeleted } from './erp.events.ts'
import { findErpConnectionForUpdate } from './find-erp-connection-for-update.ts'
import { recordErpConnectionEvent } from './record-erp-connection-event.ts'

const problems = [{ code: 'ERP_CONNECTION_DELETED', message: 'The connection was deleted before.', path: [] }]

/** Deletes a connection for good, its password included. What was pushed stays readable; what waits is given up. */
export async function deleteErpConnection(ctx: Ctx, input: { connectionId: string }): Promise<ErpConnection> {
  allowErp(ctx, 'WEBHOOK_WRITE')
  const connection = await findErpConnectionForUpdate(ctx, input.connectionId)
  const now = ctx.clock.now()
  changeErpConnection(ctx, connection, { deletedAt: now, status: 'PAUSED', sealedPassword: null })
  await ctx.em.execute(
    `UPDATE erp_push SET status = 'GIVEN_UP', problems = ?::jsonb, next_attempt_at = NULL, lease_id = NULL,
       lease_until = NULL, version = version + 1, updated_at = ?
     WHERE seller_id = ? AND connection_id = ? AND status IN ('PENDING', 'FAILED')`,
    [JSON.stringify(problems), now, connection.sellerId, connection.id],
  )
  return recordErpConnectionEvent(ctx, erpConnectionDeleted, connection)
}
