import type { FilterQuery } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { allowErp } from './allow-erp.ts'
import { ErpPush } from './erp-push.entity.ts'
import type { ErpPushesArgs } from './erp.inputs.ts'
import { findErpConnection } from './find-erp-connection.ts'

function afterCursor(cursor: string | null | undefined): Array<FilterQuery<ErpPush>> {
  if (!cursor) return []
  const [instant, id] = decodeCursor(cursor, 2).map(String)
  const createdAt = instantInCursor(instant)
  return [{ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id ?? '' } }] }]
}

/** Pushes that match, newest first; refuses a connection that is deleted or out of sight. */
export async function listErpPushes(ctx: Ctx, args: ErpPushesArgs): Promise<Page<ErpPush>> {
  allowErp(ctx, 'WEBHOOK_READ')
  const connectionId = args.where?.connectionId
  if (connectionId && !(await findErpConnection(ctx, connectionId)))
    throw notFound('ERP connection', ['where', 'connectionId'])
  const limit = pageSize(args.first) + 1
  const given = Object.entries(args.where ?? {}).filter(([, value]) => typeof value === 'string')
  const rows = await ctx.em.find(
    ErpPush,
    { $and: [Object.fromEntries(given), ...afterCursor(args.after)] },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit },
  )
  return toPage(rows, args, (row) => [row.createdAt.toISOString(), row.id])
}
