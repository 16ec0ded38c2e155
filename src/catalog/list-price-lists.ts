import type { FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { PriceList } from './price-list.entity.ts'
import type { PriceListsArgs } from './price-list.inputs.ts'

function behind(cursor: string | null | undefined): Array<FilterQuery<PriceList>> {
  if (!cursor) return []
  const [instant, id = ''] = decodeCursor(cursor, 2).map(String)
  const createdAt = instantInCursor(instant)
  return [{ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id } }] }]
}

/** Price lists of the caller's seller and of those below it, the newest first; those above are inherited, not shown. */
export async function listPriceLists(ctx: Ctx, args: PriceListsArgs): Promise<Page<PriceList>> {
  allow(ctx, 'PRICE_READ')
  const limit = pageSize(args.first) + 1
  const given = Object.entries(args.where ?? {}).filter(([, value]) => typeof value === 'string')
  const sellers = ctx.actor.organizationScope === null ? [...ctx.actor.readableSellers] : []
  const rows = await ctx.em.find(
    PriceList,
    { $and: [{ sellerId: { $in: sellers } }, Object.fromEntries(given), ...behind(args.after)] },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit },
  )
  return toPage(rows, args, (row) => [row.createdAt.toISOString(), row.id])
}
