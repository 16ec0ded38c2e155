import { LockMode } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound } from '../platform/errors.ts'
import { ApiKey } from './api-key.entity.ts'
import { apiKeyRevoked } from './identity.events.ts'
import { keepOneApprover } from './keep-one-approver.ts'
import { recordApiKeyEvent } from './record-api-key-event.ts'

/**
 * Ends an API key at once; one that was revoked stays as it is. Records api_key.revoked. Refuses LAST_APPROVER unless
 * `force` is said.
 */
export async function revokeApiKey(
  ctx: Ctx,
  input: { apiKeyId: string; force?: boolean | null },
): Promise<ApiKey> {
  allow(ctx, 'API_KEY_WRITE')
  const where = { id: input.apiKeyId }
  // Row-level security hides rows from a locking read that may be read but not written: a miss is looked at again.
  const locked = await ctx.em.findOne(ApiKey, where, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const key = locked ?? (await ctx.em.findOne(ApiKey, where))
  if (!key) throw notFound('API key', ['apiKeyId'])
  inWriteReach(ctx, key, ['apiKeyId'])
  if (key.revokedAt) return key
  await keepOneApprover(ctx, { id: key.id, path: ['apiKeyId'], force: input.force })
  key.revokedAt = ctx.clock.now()
  recordApiKeyEvent(ctx, apiKeyRevoked, key)
  return key
}
