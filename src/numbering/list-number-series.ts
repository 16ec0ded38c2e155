import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../platform/page.ts'
import { NumberSeries } from './number-series.entity.ts'

/** The series of the actor's reseller and of those below it, ended ones too, oldest first. */
export async function listNumberSeries(ctx: Ctx, args: PageArgs): Promise<Page<NumberSeries>> {
  allow(ctx, 'NUMBER_SERIES_WRITE')
  const limit = pageSize(args.first) + 1
  const [id = ''] = args.after ? decodeCursor(args.after, 1).map(String) : []
  const rows = await ctx.em.find(NumberSeries, { id: { $gt: id } }, { orderBy: { id: 'asc' }, limit })
  return toPage(rows, args, (row) => [row.id])
}
