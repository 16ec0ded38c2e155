import type { EntityManager } from '../platform/database.ts'
import type { Actor } from './actor.ts'

/** What the application's filters are told. */
function filterParams(em: EntityManager, actor: Actor): void {
  em.setFilterParams('tenant', { sellers: [...actor.readableSellers] })
  em.setFilterParams('inherited', { sellers: [...actor.readableSellers, ...actor.ancestorSellers] })
  em.setFilterParams('organizationScope', { organizations: actor.organizationScope })
}

/** What row-level security is told. */
function variables(actor: Actor): Record<string, string> {
  return {
    'app.sellers': actor.readableSellers.join(','),
    'app.writable': actor.writableSellers.join(','),
    'app.ancestors': actor.ancestorSellers.join(','),
    'app.organizations': actor.organizationScope?.join(',') ?? '',
    'app.operator': actor.roles.includes('PLATFORM_OPERATOR') ? 'on' : '',
  }
}

/** Bounds of a unit of work beside the session's own. */
export interface UnitLimits {
  /** How long its transaction may rest before PostgreSQL ends it: a paused worker must not hold its locks for long. */
  idleInTransactionMs?: number
}

/**
 * A unit of work for one actor, behind both walls: the application's filters, and the settings that row-level
 * security reads. The settings are transaction-local and set together in one statement when a transaction begins.
 */
export function forkFor(em: EntityManager, actor: Actor, limits: UnitLimits = {}): EntityManager {
  const fork = em.fork()
  filterParams(fork, actor)
  const { idleInTransactionMs: idle } = limits
  const bounds = idle ? { idle_in_transaction_session_timeout: String(idle) } : {}
  fork.setSessionContext({ variables: { ...variables(actor), ...bounds } })
  return fork
}

/**
 * Moves both walls around another actor for the rest of the running transaction. Only where the anonymous proves who
 * it is (an invitation is accepted) and the proof itself must be recorded in that user's tenant, and for `stepIn`.
 */
export async function continueAs<C extends { em: EntityManager; actor: Actor }>(
  ctx: C,
  actor: Actor,
): Promise<C> {
  if (!ctx.em.isInTransaction()) throw new Error('continueAs needs a transaction: its settings end with it.')
  filterParams(ctx.em, actor)
  const settings = Object.entries(variables(actor))
  await ctx.em.execute(`SELECT ${settings.map(() => 'set_config(?, ?, true)').join(', ')}`, settings.flat())
  return { ...ctx, actor }
}
