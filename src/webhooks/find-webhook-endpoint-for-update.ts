import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** Locks an endpoint that the caller may change. Refuses NOT_FOUND, OUT_OF_REACH, and VERSION_CONFLICT. */
export async function findWebhookEndpointForUpdate(
  ctx: Ctx,
  id: string,
  expectedVersion?: number | null,
): Promise<WebhookEndpoint> {
  const path = ['endpointId']
  const where = { id, deletedAt: null }
  // Row-level security hides rows from a locking read that may be read but not written: a miss is looked at again.
  const locked = await ctx.em.findOne(WebhookEndpoint, where, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const endpoint = locked ?? (await ctx.em.findOne(WebhookEndpoint, where))
  if (!endpoint) throw notFound('webhook endpoint', path)
  inWriteReach(ctx, endpoint, path)
  if (typeof expectedVersion === 'number' && expectedVersion !== endpoint.version)
    throw refuse('VERSION_CONFLICT', 'The endpoint has changed since you read it. Read it again.', {
      path: ['expectedVersion'],
      details: { currentVersion: endpoint.version },
    })
  return endpoint
}
