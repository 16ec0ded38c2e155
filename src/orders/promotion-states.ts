import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { Promotion } from '../promotions/promotion.entity.ts'
import type { PromotionState } from '../promotions/promotion.rules.ts'
import { countRedemptions, holdsNothing, type Concerned } from './count-redemptions.ts'
import type { Order } from './order.entity.ts'

/** How the promotions of an order stand. */
export interface PromotionStates {
  /** By id. */
  states: ReadonlyMap<string, PromotionState>
  isNewCustomer: boolean
}

async function isNew(ctx: Pick<Ctx, 'em'>, { id, sellerId, organizationId }: Concerned): Promise<boolean> {
  const rows = await ctx.em.execute(
    `SELECT 1 FROM orders WHERE seller_id = ? AND organization_id = ? AND id <> ?
       AND NOT status = ANY (ARRAY[?]::text[]) LIMIT 1`,
    [sellerId, organizationId, id, holdsNothing],
  )
  return rows.length === 0
}

/**
 * How promotions stand for an order: what other orders use up is counted where a promotion has a limit, and whether the
 * customer is new is asked where that matters. Two queries at most, whatever the number of lines.
 */
export async function promotionStates(
  ctx: Pick<Ctx, 'em'>,
  order: Concerned,
  promotions: readonly Promotion[],
): Promise<PromotionStates> {
  const limited = promotions.filter(isLimited).map(({ id }) => id)
  const counted = new Map((await countRedemptions(ctx, order, limited)).map((one) => [one.promotion_id, one]))
  const asksNew = promotions.some((one) => one.newCustomersOnly)
  const isNewCustomer = asksNew ? await isNew(ctx, order) : false
  const states = promotions.map((promotion): [string, PromotionState] => {
    const { in_all: inAll = 0, by_customer: byCustomer = 0 } = counted.get(promotion.id) ?? {}
    const validFrom = promotion.validFrom.toISOString()
    const validTo = promotion.validTo?.toISOString() ?? null
    return [
      promotion.id,
      Object.assign({}, promotion, { validFrom, validTo, redeemed: { inAll, byCustomer } }),
    ]
  })
  return { states: new Map(states), isNewCustomer }
}

/** The promotions of an order's lines; nothing is asked when there are none. */
export async function promotionsOf(ctx: Pick<Ctx, 'em'>, order: Order): Promise<Promotion[]> {
  const ids = [...new Set(order.lines.getItems().flatMap(({ promotionId }) => promotionId ?? []))]
  return ids.length === 0 ? [] : ctx.em.find(Promotion, { id: { $in: ids }, sellerId: order.sellerId })
}

function isLimited({ maxRedemptions, maxRedemptionsPerCustomer }: Promotion): boolean {
  return maxRedemptions !== null || maxRedemptionsPerCustomer !== null
}

/**
 * Locks the limited promotions of an order, in the order of their ids, until the transaction ends: what is counted then
 * cannot be overtaken by another submit.
 */
export async function lockPromotions(ctx: Pick<Ctx, 'em'>, order: Order): Promise<void> {
  const ids = [...new Set(order.lines.getItems().flatMap(({ promotionId }) => promotionId ?? []))]
  if (ids.length === 0) return
  const { sellerId } = order
  const isLimitedRow = [{ maxRedemptions: { $ne: null } }, { maxRedemptionsPerCustomer: { $ne: null } }]
  await ctx.em.find(
    Promotion,
    { id: { $in: ids }, sellerId, $or: isLimitedRow },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  )
}
