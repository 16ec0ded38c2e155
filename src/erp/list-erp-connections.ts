import type { Ctx } from '../access/ctx.ts'
import { allowErp } from './allow-erp.ts'
import { ErpConnection } from './erp-connection.entity.ts'

/** The connections of the caller's reseller and of those below it, oldest first; the deleted are left out. */
export async function listErpConnections(ctx: Ctx): Promise<ErpConnection[]> {
  allowErp(ctx, 'WEBHOOK_READ')
  return ctx.em.find(ErpConnection, { deletedAt: null }, { orderBy: { id: 'asc' }, limit: 1000 })
}
