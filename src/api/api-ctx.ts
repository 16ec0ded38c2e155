import type { Actor } from '../access/actor.ts'
import type { Ctx } from '../access/ctx.ts'
import { forkFor } from '../access/fork-for.ts'
import type { EntityManager } from '../platform/database.ts'
import type { PubSub } from '../platform/pubsub.ts'

/** A verb's context, and what only the API's doors use. */
export interface ApiCtx extends Ctx {
  /** Without tenant: only for `forkFor`. */
  root: EntityManager
  pubsub: PubSub
  orderNumberWaitMs: number
  /** Checks the request's credential again; refuses when it was revoked meanwhile. */
  reauthenticate: () => Promise<Actor>
  /** The read-only transaction of this operation, while it is open. */
  reading: EntityManager | null
  /** The opening of that transaction, while it runs or is done; see `openReading`. */
  opening: Promise<EntityManager> | null
  /** True once the answer is made: fields that nobody waits for any more open nothing. */
  answered: boolean
}

/** Makes the caller somebody else (after sign-in): from here on the walls stand around the new actor. */
export function become(ctx: ApiCtx, actor: Actor): void {
  ctx.actor = actor
  ctx.em = forkFor(ctx.root, actor)
}

async function begin(ctx: ApiCtx): Promise<EntityManager> {
  if (ctx.answered) throw new Error('The answer is made; nothing is read for it any more.')
  const em = forkFor(ctx.root, ctx.actor)
  await em.begin({ readOnly: true })
  ctx.reading = em
  ctx.em = em
  return em
}

/** Opens the operation's read-only transaction: one snapshot, one set of row-level security settings. */
export async function beginReading(ctx: ApiCtx): Promise<void> {
  await endReading(ctx)
  await openReading(ctx)
}

/** Opens it unless it is open; fields that are resolved side by side share the one that the first of them opens. */
export async function openReading(ctx: ApiCtx): Promise<void> {
  ctx.opening ??= begin(ctx)
  await ctx.opening
}

/** Ends it, also while it is being opened; harmless when none is open. */
export async function endReading(ctx: ApiCtx): Promise<void> {
  const { opening } = ctx
  ctx.opening = null
  const em = await opening?.catch(() => null)
  if (!em) return
  if (ctx.reading === em) {
    ctx.reading = null
    ctx.em = forkFor(ctx.root, ctx.actor)
  }
  await em
    .rollback()
    .catch((error: unknown) => ctx.log.warn({ err: error }, 'a reading did not end in order'))
}

/** Ends it for good: a field that failed may leave others behind that still run and would open it again. */
export async function closeReading(ctx: ApiCtx): Promise<void> {
  ctx.answered = true
  await endReading(ctx)
}
