import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { allowErp } from './allow-erp.ts'
import { ErpPush } from './erp-push.entity.ts'

/** One push; null when it is out of sight. */
export async function findErpPush(ctx: Ctx, id: string): Promise<ErpPush | null> {
  allowErp(ctx, 'WEBHOOK_READ')
  return load(ctx, ErpPush, id)
}
