import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { mayWrite } from '../access/write-reach.ts'
import { refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { allowErp } from './allow-erp.ts'
import { ErpConnection } from './erp-connection.entity.ts'
import { ErpPush } from './erp-push.entity.ts'
import { erpPushRetried } from './erp.events.ts'
import { recordErpPushEvent } from './record-erp-push-event.ts'

/** Most pushes of one request. */
const mostPushes = 100

async function findPushes(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ErpPush>> {
  const where = { id: { $in: [...ids] } }
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } } as const
  const locked = await ctx.em.find(ErpPush, where, lock)
  // Row-level security hides rows from a locking read that may be read but not written: a miss is looked at again.
  const all = locked.length === new Set(ids).size ? locked : await ctx.em.find(ErpPush, where)
  return new Map(all.map((push) => [push.id, push]))
}

async function whyNot(ctx: Ctx, ids: readonly string[], found: Map<string, ErpPush>): Promise<Problem[]> {
  const connectionIds = [...found.values()].map(({ connectionId }) => connectionId)
  const alive = await ctx.em.find(ErpConnection, { id: { $in: connectionIds }, deletedAt: null })
  const known = new Set(alive.map(({ id }) => id))
  return ids.flatMap((id, at) => {
    const path = ['pushIds', String(at)]
    const push = found.get(id)
    if (!push)
      return [
        { code: 'NOT_FOUND', message: 'There is no such push, or you may not see it. Check the id.', path },
      ]
    if (!mayWrite(ctx.actor, push.sellerId)) {
      const message = 'This belongs to another reseller. You may read it, not change it.'
      return [{ code: 'OUT_OF_REACH', message, path }]
    }
    if (known.has(push.connectionId)) return []
    const message = 'Its connection is deleted: orders go into a new one as they come.'
    return [{ code: 'ERP_CONNECTION_DELETED', message, path }]
  })
}

/**
 * Pushes again now, one or many, all or none, whatever became of them before: one that was pushed has its number and state
 * read back. Nothing is made twice: the ERP is asked for our number first. Refuses ERP_PUSHES_COUNT, and by id NOT_FOUND,
 * OUT_OF_REACH and ERP_CONNECTION_DELETED.
 */
export async function retryErpPushes(ctx: Ctx, { pushIds }: { pushIds: string[] }): Promise<ErpPush[]> {
  allowErp(ctx, 'WEBHOOK_WRITE')
  if (pushIds.length === 0 || pushIds.length > mostPushes)
    throw refuse('ERP_PUSHES_COUNT', `Name 1 to ${mostPushes} pushes.`, ['pushIds'])
  const found = await findPushes(ctx, pushIds)
  refuseAll(await whyNot(ctx, pushIds, found))
  const now = ctx.clock.now()
  for (const push of found.values()) {
    const version = push.version + 1
    Object.assign(push, { status: 'PENDING', attempts: 0, nextAttemptAt: now, version, updatedAt: now })
    recordErpPushEvent(ctx, erpPushRetried, push)
  }
  return [...found.values()]
}
