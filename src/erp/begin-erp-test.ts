import type { Ctx } from '../access/ctx.ts'
import { ErpConnection } from './erp-connection.entity.ts'
import type { ErpSite } from './erp-port.ts'
import { erpSite } from './erp-site.ts'

/** Where to make a test that was asked for; null: it was made meanwhile, or the connection is deleted. */
export async function beginErpTest(ctx: Ctx, connectionId: string): Promise<ErpSite | null> {
  const where = { id: connectionId, testStatus: 'PENDING', deletedAt: null } as const
  const connection = await ctx.em.findOne(ErpConnection, where)
  return connection && erpSite(ctx, connection)
}
