import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { ErpConnection } from './erp-connection.entity.ts'

/** Locks a connection that the caller may change. Refuses NOT_FOUND, OUT_OF_REACH, and VERSION_CONFLICT. */
export async function findErpConnectionForUpdate(
  ctx: Ctx,
  id: string,
  expectedVersion?: number | null,
): Promise<ErpConnection> {
  const path = ['connectionId']
  const where = { id, deletedAt: null }
  // Row-level security hides rows from a locking read that may be read but not written: a miss is looked at again.
  const locked = await ctx.em.findOne(ErpConnection, where, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const connection = locked ?? (await ctx.em.findOne(ErpConnection, where))
  if (!connection) throw notFound('ERP connection', path)
  inWriteReach(ctx, connection, path)
  if (typeof expectedVersion === 'number' && expectedVersion !== connection.version)
    throw refuse('VERSION_CONFLICT', 'The connection has changed since you read it. Read it again.', {
      path: ['expectedVersion'],
      details: { currentVersion: connection.version },
    })
  return connection
}
