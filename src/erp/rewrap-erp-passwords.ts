import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { keyIdIn, keyIdOf, rewrap } from '../platform/envelope.ts'
import { ErpConnection } from './erp-connection.entity.ts'

/** Puts the passwords of all connections of the actor's seller under the current master key. Answers how many changed. */
export async function rewrapErpPasswords(ctx: Ctx): Promise<number> {
  const current = keyIdOf(ctx.keys.encryption)
  const { sellerId } = ctx.actor
  const connections = await ctx.em.find(
    ErpConnection,
    { sellerId, deletedAt: null },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
  )
  let changed = 0
  for (const connection of connections) {
    const { sealedPassword } = connection
    if (sealedPassword === null || keyIdIn(sealedPassword) === current) continue
    connection.sealedPassword = rewrap(sealedPassword, ctx.keys)
    changed += 1
  }
  return changed
}
