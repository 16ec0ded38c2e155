import type { Actor } from '../access/actor.ts'
import type { Permission, Role } from '../access/roles.ts'
import type { Clock } from '../platform/clock.ts'
import type { EntityManager } from '../platform/database.ts'
import { refuse } from '../platform/errors.ts'
import { sameSecret, sha256 } from '../platform/secrets.ts'
import { actorOfPerson, reachOf, type Reach } from './actor-of-person.ts'

/** A session ends 12 hours after sign-in, or after 30 minutes without use. */
export const sessionHours = 12
const idle = '30 minutes'

interface SessionRow extends Reach {
  session_id: string
  user_id: string
  email: string
  name: string
  roles: Role[]
  expires_at: string | Date
}

interface ApiKeyRow extends Reach {
  id: string
  name: string
  secret_hash: string
  scopes: Permission[]
  expires_at: string | Date | null
}

/** What an API key looks like: `cs_<id without prefix>_<secret>`. */
const apiKeyPattern = /^cs_([0-9a-z]{26})_([A-Za-z0-9_-]{43})$/

async function actorOfApiKey(em: EntityManager, clock: Clock, key: RegExpExecArray): Promise<Actor | null> {
  const [, id = '', secret = ''] = key
  const [row] = await em.execute<ApiKeyRow[]>('SELECT * FROM gate.find_api_key(?, ?)', [
    `key_${id}`,
    clock.now(),
  ])
  if (!row || !sameSecret(row.secret_hash, sha256(secret))) return null
  await em.execute('SELECT gate.touch_api_key(?, ?)', [row.id, clock.now()])
  const permissions = new Set(row.scopes)
  return {
    kind: 'API_KEY',
    id: row.id,
    name: row.name,
    email: null,
    roles: ['INTEGRATION'],
    permissions,
    ...reachOf(row, permissions),
    sessionId: null,
    expiresAt: row.expires_at ? new Date(row.expires_at) : null,
  }
}

/** The actor of a live session, looked up by the hash of its token; null when it ended or the user is not active. */
async function actorOfSession(em: EntityManager, clock: Clock, token: string): Promise<Actor | null> {
  const [row] = await em.execute<SessionRow[]>('SELECT * FROM gate.find_session(?, ?, ?::interval)', [
    sha256(token),
    clock.now(),
    idle,
  ])
  if (!row) return null
  const { user_id: id, email, name, roles, session_id: sessionId } = row
  return {
    ...actorOfPerson({ id, email, name, roles }, row),
    sessionId,
    expiresAt: new Date(row.expires_at),
  }
}

/** Finds out who sent a Bearer token: a session or an API key. Refuses a token that is neither. */
export async function authenticate(em: EntityManager, clock: Clock, token: string): Promise<Actor> {
  const key = apiKeyPattern.exec(token)
  const actor = key ? await actorOfApiKey(em, clock, key) : await actorOfSession(em, clock, token)
  if (actor) return actor
  throw refuse(
    'UNAUTHENTICATED',
    'This token is unknown, expired or revoked. Sign in again, or use a valid API key.',
  )
}
