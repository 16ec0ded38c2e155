import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { moveOrder } from './move-order.ts'
import { Order } from './order.entity.ts'
import { orderExpiring } from './orders.events.ts'
import { recordOrderEvent } from './record-order-event.ts'

const dayMs = 86_400_000
const atOnce = 100

/** How long an untouched draft lives, and how long before its end that is announced; in days. */
export interface DraftLife {
  days: number
  noticeDays: number
}

async function lockDrafts(ctx: Ctx, due: object): Promise<Order[]> {
  const drafts = await ctx.em.find(
    Order,
    { sellerId: ctx.actor.sellerId, status: 'DRAFT', ...due },
    { orderBy: { updatedAt: 'asc', id: 'asc' }, limit: atOnce, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
  )
  if (drafts.length > 0) await ctx.em.populate(drafts, ['lines'])
  return drafts
}

/** What was untouched for long is told so, and ends no sooner than the notice says, however late it is told. */
async function announce(ctx: Ctx, { days, noticeDays }: DraftLife): Promise<number> {
  const now = ctx.clock.now().getTime()
  const untouchedSince = new Date(now - (days - noticeDays) * dayMs)
  const drafts = await lockDrafts(ctx, { expiresAt: null, updatedAt: { $lte: untouchedSince } })
  for (const order of drafts) {
    const planned = order.updatedAt.getTime() + days * dayMs
    order.expiresAt = new Date(Math.max(planned, now + noticeDays * dayMs))
    order.version += 1
    recordOrderEvent(ctx, orderExpiring, { order })
  }
  return drafts.length
}

async function expire(ctx: Ctx): Promise<number> {
  const drafts = await lockDrafts(ctx, { expiresAt: { $lte: ctx.clock.now() } })
  const reason = 'Nobody worked on the draft.'
  for (const order of drafts) moveOrder(ctx, order, { command: 'draft.expire', reason })
  return drafts.length
}

/**
 * Ends the seller's drafts whose announced end has come (EXPIRED, `order.expired`), and announces the end of those that
 * nobody has touched for long (`order.expiring`). Nothing is deleted; an expired order can be cloned. A draft that
 * somebody works on at this moment is left to the next run. Answers how many were announced and ended.
 */
export async function expireDrafts(
  ctx: Ctx,
  life: DraftLife,
): Promise<{ announced: number; expired: number }> {
  const expired = await expire(ctx)
  return { announced: await announce(ctx, life), expired }
}
