import type { FilterQuery } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { Price } from './price.entity.ts'
import type { PriceList } from './price-list.entity.ts'
import type { ListPricesArgs } from './price-list.inputs.ts'

function behind(cursor: string | null | undefined): Array<FilterQuery<Price>> {
  if (!cursor) return []
  const [instant, id = ''] = decodeCursor(cursor, 2).map(String)
  const validFrom = instantInCursor(instant)
  return [{ $or: [{ validFrom: { $lt: validFrom } }, { validFrom, id: { $lt: id } }] }]
}

/** The prices of a list, ended, current and scheduled ones, the latest start first. Who has the list may see them. */
export async function pricesOfList(ctx: Ctx, list: PriceList, args: ListPricesArgs): Promise<Page<Price>> {
  const limit = pageSize(args.first) + 1
  const { id: priceListId, sellerId } = list
  const rows = await ctx.em.find(
    Price,
    {
      $and: [{ sellerId, priceListId }, args.offerId ? { offerId: args.offerId } : {}, ...behind(args.after)],
    },
    { orderBy: { validFrom: 'desc', id: 'desc' }, limit },
  )
  return toPage(rows, args, (row) => [row.validFrom.toISOString(), row.id])
}
