import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { keyIdIn, keyIdOf, seal, unseal } from '../platform/envelope.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** Puts the signing secrets, headers and credentials of all endpoints of the actor's seller under the current master key. Answers how many changed. */
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
    const { id, secrets, sealedHeaders, sealedAuthorization } = endpoint
    const others = [sealedHeaders, sealedAuthorization].filter((one) => one !== null)
    const sealed = [...secrets.map((secret) => secret.sealed), ...others]
    if (sealed.every((one) => keyIdIn(one) === current)) continue
    const anew = (one: string) => seal(unseal(one, ctx.keys, id), ctx.keys, id)
    endpoint.secrets = secrets.map((secret) => ({ ...secret, sealed: anew(secret.sealed) }))
    endpoint.sealedHeaders = sealedHeaders && anew(sealedHeaders)
    endpoint.sealedAuthorization = sealedAuthorization && anew(sealedAuthorization)
    changed += 1
  }
  return changed
}
