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
  opening: Promise<void> | null
}

/** Makes the caller somebody else (after sign-in): from here on the walls stand around the new actor. */
export function become(ctx: ApiCtx, actor: Actor): void {
  ctx.actor = actor
  ctx.em = forkFor(ctx.root, actor)
}

/** Opens the operation's read-only transaction: one snapshot, one set of row-level security settings. */
export async function beginReading(ctx: ApiCtx): Promise<void> {
  await endReading(ctx)
  const em = forkFor(ctx.root, ctx.actor)
  await em.begin({ readOnly: true })
  ctx.reading = em
  ctx.em = em
}

/** Opens it unless it is open; fields that are resolved side by side share the one that the first of them opens. */
export function openReading(ctx: ApiCtx): Promise<void> {
  ctx.opening ??= ctx.reading ? Promise.resolve() : beginReading(ctx)
  return ctx.opening
}

/** Ends it; harmless when none is open. */
export async function endReading(ctx: ApiCtx): Promise<void> {
  const em = ctx.reading
  ctx.opening = null
  if (!em) return
  ctx.reading = null
  ctx.em = forkFor(ctx.root, ctx.actor)
  await em.rollback()
}
