import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { keyIdIn, keyIdOf, seal, unseal } from '../platform/envelope.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** Puts the signing secrets of all endpoints of the actor's seller under the current master key. Answers how many changed. */
export async function rewrapSecrets(ctx: Ctx): Promise<number> {
  const current = keyIdOf(ctx.keys.encryption)
  const { sellerId } = ctx.actor
  const endpoints = await ctx.em.find(
    WebhookEndpoint,
    { sellerId },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, limit: 10_000 },
  )
  let changed = 0
  for (const endpoint of endpoints) {
    if (endpoint.secrets.every(({ sealed }) => keyIdIn(sealed) === current)) continue
    endpoint.secrets = endpoint.secrets.map((secret) => ({
      ...secret,
      sealed: seal(unseal(secret.sealed, ctx.keys, endpoint.id), ctx.keys, endpoint.id),
    }))
    changed += 1
  }
  return changed
}
