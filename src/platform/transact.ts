import { setTimeout as sleep } from 'node:timers/promises'
import type { EntityManager } from './database.ts'
import { databaseFault } from './database-fault.ts'
import { refuse } from './errors.ts'

/** What a transaction needs from its door. */
export interface TransactionalCtx {
  em: EntityManager
  /** Events recorded by the current transaction; a fresh list for every attempt. */
  recorded: unknown[]
  /** Called once after a commit that recorded events, so that the relay looks at once. */
  eventsCommitted: () => void
  /** Aborted when nobody waits for the answer any more: then nothing is committed. */
  signal?: AbortSignal
}

const attempts = 4

/**
 * Runs `work` in one transaction on a fresh unit of work; commits when it resolves, rolls back when it throws.
 * PostgreSQL's serialization failures and deadlocks run the whole unit again: up to three times, with jitter.
 * A lock that cannot be had within `lock_timeout` becomes the refusal `BUSY`. A lost connection is not tried again
 * here: it may have taken a COMMIT with it, and only the caller's idempotency key can tell.
 *
 * Only doors (a mutation, a job, the loader of demo data) may call this; verbs compose inside it.
 */
export async function transact<C extends TransactionalCtx, T>(
  ctx: C,
  work: (ctx: C) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const em = ctx.em.fork()
    const unit: C = { ...ctx, em, recorded: [] }
    try {
      const result = await em.transactional(async (inner) => {
        const worked = await work(Object.assign(unit, { em: inner }))
        await inner.flush()
        ctx.signal?.throwIfAborted()
        return worked
      })
      if (unit.recorded.length > 0) ctx.eventsCommitted()
      return result
    } catch (error) {
      const fault = databaseFault(error)
      if (fault === 'BUSY')
        throw refuse(
          'BUSY',
          'Another request works on this right now. Send the same request again in a moment.',
        )
      if (fault !== 'CONFLICT' || attempt === attempts || ctx.signal?.aborted) throw error
      await sleep(10 * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

/** Runs `work` in one read-only transaction: every statement sees the caller's row-level security settings. */
export async function readOnly<C extends { em: EntityManager }, T>(
  ctx: C,
  work: (ctx: C) => Promise<T>,
): Promise<T> {
  const em = ctx.em.fork()
  return em.transactional(async (inner) => work({ ...ctx, em: inner }), { readOnly: true })
}
