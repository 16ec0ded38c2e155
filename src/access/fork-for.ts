import type { EntityManager } from '../platform/database.ts'
import type { Actor } from './actor.ts'

/**
 * A unit of work for one actor, behind both walls: the application's filters, and the settings that row-level
 * security reads. The settings are transaction-local and set together in one statement when a transaction begins.
 */
export function forkFor(em: EntityManager, actor: Actor): EntityManager {
  const fork = em.fork()
  fork.setFilterParams('tenant', { sellers: [...actor.readableSellers] })
  fork.setFilterParams('inherited', { sellers: [...actor.readableSellers, ...actor.ancestorSellers] })
  fork.setFilterParams('organizationScope', { organizations: actor.organizationScope })
  fork.setSessionContext({
    variables: {
      'app.sellers': actor.readableSellers.join(','),
      'app.writable': actor.writableSellers.join(','),
      'app.ancestors': actor.ancestorSellers.join(','),
      'app.organizations': actor.organizationScope?.join(',') ?? '',
      'app.operator': actor.roles.includes('PLATFORM_OPERATOR') ? 'on' : '',
    },
  })
  return fork
}
