import { anonymous, type Actor } from '../access/actor.ts'
import type { Ctx } from '../access/ctx.ts'
import { ApiKey } from '../identity/api-key.entity.ts'
import { findPeople } from '../identity/find-people.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'

async function ownerKey(ctx: Ctx, id: string): Promise<Actor | null> {
  const key = await ctx.em.findOne(ApiKey, { id, revokedAt: null })
  if (!key || (key.expiresAt && key.expiresAt <= ctx.clock.now())) return null
  const { sellerId } = key
  return {
    ...anonymous,
    kind: 'API_KEY',
    id,
    name: key.name,
    roles: ['INTEGRATION'],
    permissions: new Set(key.scopes),
    sellerId,
    organizationId: sellerId,
    ancestorSellers: ctx.actor.ancestorSellers,
    readableSellers: [sellerId],
  }
}

/**
 * Whom an endpoint's query acts as: who made it, with what that may do today, and never beyond the endpoint's own
 * reseller. Null once that is deactivated, revoked or gone.
 */
export async function ownerOfEndpoint(
  ctx: Ctx,
  { createdBy, sellerId }: Pick<WebhookEndpoint, 'createdBy' | 'sellerId'>,
): Promise<Actor | null> {
  if (createdBy.startsWith('key_')) return ownerKey(ctx, createdBy)
  const [person] = await findPeople(ctx, [createdBy])
  if (person?.status !== 'ACTIVE' || person.actor.sellerId !== sellerId) return null
  return { ...person.actor, readableSellers: [sellerId], writableSellers: [], decidableSellers: [] }
}
