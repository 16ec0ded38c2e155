import type { Actor } from '../access/actor.ts'
import { Viewer } from './viewer.view.ts'

/** The caller as the API shows it; null for the anonymous. */
export function findViewer(actor: Actor): Viewer | null {
  if (actor.kind === 'ANONYMOUS') return null
  const { id, name, email, roles, organizationId, kind } = actor
  return Object.assign(new Viewer(), {
    id,
    name,
    email,
    roles,
    permissions: [...actor.permissions],
    organizationId,
    kind,
  })
}
