import type { Actor } from '../access/actor.ts'
import type { Role } from '../access/roles.ts'
import type { EntityManager } from '../platform/database.ts'
import { actorOfPerson, type Reach } from './actor-of-person.ts'
import type { UserStatus } from './user.entity.ts'

interface Row extends Reach {
  user_id: string
  email: string
  name: string
  roles: Role[]
  status: UserStatus
}

/** A user as somebody else's business needs it. */
export interface Person {
  id: string
  name: string
  email: string
  status: UserStatus
  /** Whom the user acts as when it proves who it is by a link; a user that is not ACTIVE may do nothing. */
  actor: Actor
}

/**
 * These users, of whatever seller: approvers may belong to a reseller above, whom a reseller below cannot read. Ids of
 * nobody and of API keys are left out.
 */
export async function findPeople(ctx: { em: EntityManager }, ids: readonly string[]): Promise<Person[]> {
  if (ids.length === 0) return []
  const rows = await ctx.em.execute<Row[]>('SELECT * FROM gate.people(ARRAY[?]::text[])', [[...ids]])
  return rows.map((row) => {
    const { user_id: id, name, email, status, roles } = row
    const actor = actorOfPerson({ id, name, email, roles: status === 'ACTIVE' ? roles : [] }, row)
    return { id, name, email, status, actor }
  })
}
