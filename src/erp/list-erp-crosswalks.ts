import type { FilterQuery } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { decodeCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { ErpCrosswalk } from './erp-crosswalk.entity.ts'
import type { ErpCrosswalksArgs } from './erp.inputs.ts'
import { findErpConnection } from './find-erp-connection.ts'

function afterCursor(cursor: string | null | undefined): Array<FilterQuery<ErpCrosswalk>> {
  if (!cursor) return []
  const [kind = '', key = ''] = decodeCursor(cursor, 2).map(String)
  // As the database compares it: kinds are texts there.
  const later = { kind: { $gt: kind } } as FilterQuery<ErpCrosswalk>
  return [{ $or: [later, { kind, key: { $gt: key } } as FilterQuery<ErpCrosswalk>] }]
}

/** What a connection's ERP calls ours, by kind and key; refuses a connection that is deleted or out of sight. */
export async function listErpCrosswalks(ctx: Ctx, args: ErpCrosswalksArgs): Promise<Page<ErpCrosswalk>> {
  const { connectionId, kind } = args
  if (!(await findErpConnection(ctx, connectionId))) throw notFound('ERP connection', ['connectionId'])
  const limit = pageSize(args.first) + 1
  const rows = await ctx.em.find(
    ErpCrosswalk,
    { $and: [{ connectionId, ...(kind ? { kind } : {}) }, ...afterCursor(args.after)] },
    { orderBy: { kind: 'asc', key: 'asc' }, limit },
  )
  return toPage(rows, args, (row) => [row.kind, row.key])
}
