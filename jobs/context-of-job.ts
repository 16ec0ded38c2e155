import { systemActor } from '../src/access/actor.ts'
import type { Ctx } from '../src/access/ctx.ts'
import { forkFor } from '../src/access/fork-for.ts'
import type { JobParts } from './parts.ts'

/** What stands in for the seller where a job names none: its dead letter belongs to nobody but the operator. */
const nobody = 'unknown'

/** A worker that stands still in a transaction loses it, and its locks, after so long: others must go on. */
const idleInTransactionMs = 4_000

/** Commas and blanks would widen the walls, which are told lists. */
const wellFormed = /^[\w-]{1,80}$/

/** A context, and whether its seller exists. */
export interface JobContext {
  ctx: Ctx
  known: boolean
}

/** The context in which a job works for one seller: the walls stand around that seller alone. */
export async function contextOfJob(
  parts: JobParts,
  sellerId: unknown,
  correlationId: string,
): Promise<JobContext> {
  const id = typeof sellerId === 'string' && wellFormed.test(sellerId) ? sellerId : nobody
  const [scope] = await parts.root
    .fork()
    .execute<Array<{ ancestors: string[] | null }>>('SELECT (s).ancestors FROM gate.seller_scope(?) AS s', [
      id,
    ])
  const actor = systemActor({ id, ancestors: scope?.ancestors ?? [] })
  const ctx: Ctx = {
    em: forkFor(parts.root, actor, { idleInTransactionMs }),
    actor,
    clock: parts.clock,
    ids: parts.ids,
    log: parts.log.child({ job: correlationId }),
    keys: parts.keys,
    correlationId,
    request: { ip: null, userAgent: null },
    loopbackWebhooks: parts.loopbackWebhooks,
    ...(parts.tracing ? { tracing: parts.tracing } : {}),
    ...(parts.publicUrl ? { publicUrl: parts.publicUrl } : {}),
    recorded: [],
    eventsCommitted: parts.eventsCommitted,
  }
  return { ctx, known: scope?.ancestors !== null && scope?.ancestors !== undefined }
}
