import type { FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { Promotion } from './promotion.entity.ts'
import type { PromotionsArgs } from './promotion.inputs.ts'
import { codeKeyOf } from './promotion.rules.ts'

function behind(cursor: string | null | undefined): Array<FilterQuery<Promotion>> {
  if (!cursor) return []
  const [instant, id = ''] = decodeCursor(cursor, 2).map(String)
  const createdAt = instantInCursor(instant)
  return [{ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id } }] }]
}

/** Promotions of the caller's seller and of those below it, the newest first; none for customers' users. */
export async function listPromotions(ctx: Ctx, args: PromotionsArgs): Promise<Page<Promotion>> {
  allow(ctx, 'PRICE_READ')
  const limit = pageSize(args.first) + 1
  const { code, ...others } = args.where ?? {}
  const given = Object.entries(others).filter(([, value]) => typeof value === 'string')
  const named = code ? [{ codeKey: codeKeyOf(code) }] : []
  const sellers = ctx.actor.organizationScope === null ? [...ctx.actor.readableSellers] : []
  const rows = await ctx.em.find(
    Promotion,
    { $and: [{ sellerId: { $in: sellers } }, Object.fromEntries(given), ...named, ...behind(args.after)] },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit },
  )
  return toPage(rows, args, (row) => [row.createdAt.toISOString(), row.id])
}
