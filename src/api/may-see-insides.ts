import type { IncomingMessage } from 'node:http'
import { may } from '../access/allow.ts'
import type { Actor } from '../access/actor.ts'
import { isLoopbackHost } from '../platform/config.ts'
import { sameSecret } from '../platform/secrets.ts'
import { bearerToken } from './request-context.ts'

/** Who sees metrics and the details of health. */
export interface InsidesOptions {
  /** The address that the server listens on. */
  host: string
  /** METRICS_TOKEN; unset: none. */
  metricsToken: string | undefined
  /** Who holds a session token; null when unknown. */
  actorOf: (token: string) => Promise<Actor | null>
}

/** A program on this machine, not a proxy that passes on what came from elsewhere, and not a rebound name. */
function isLocal(request: IncomingMessage, host: string): boolean {
  if (!isLoopbackHost(host)) return false
  if (request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined)
    return false
  const named = URL.parse(`http://${request.headers.host ?? ''}`)?.hostname ?? ''
  return isLoopbackHost(named.replace(/^\[(.*)\]$/, '$1'))
}

/** True on loopback, with METRICS_TOKEN as Bearer token, and for the session token of whoever runs or watches the platform. */
export async function maySeeInsides(request: IncomingMessage, options: InsidesOptions): Promise<boolean> {
  if (isLocal(request, options.host)) return true
  const token = bearerToken(request.headers.authorization)
  if (!token) return false
  if (options.metricsToken && sameSecret(options.metricsToken, token)) return true
  const actor = await options.actorOf(token)
  return actor !== null && may(actor, 'OPERATIONS_READ')
}
