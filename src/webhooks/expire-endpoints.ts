import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { disableEndpoint } from './disable-endpoint.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** Disables the endpoints of the actor's seller whose time is over, reason EXPIRED, and tells each. Answers how many. */
export async function expireEndpoints(ctx: Ctx): Promise<number> {
  const { sellerId } = ctx.actor
  const over = await ctx.em.find(
    WebhookEndpoint,
    { sellerId, deletedAt: null, status: 'ACTIVE', expiresAt: { $lte: ctx.clock.now() } },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
  )
  for (const endpoint of over) disableEndpoint(ctx, endpoint, 'EXPIRED')
  return over.length
}
