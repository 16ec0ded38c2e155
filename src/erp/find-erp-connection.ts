import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { allowErp } from './allow-erp.ts'
import { ErpConnection } from './erp-connection.entity.ts'

/** One connection; null when it is deleted or out of sight. */
export async function findErpConnection(ctx: Ctx, id: string): Promise<ErpConnection | null> {
  allowErp(ctx, 'WEBHOOK_READ')
  const connection = await load(ctx, ErpConnection, id)
  return connection?.deletedAt === null ? connection : null
}
