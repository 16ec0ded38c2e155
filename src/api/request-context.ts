import type { IncomingMessage } from 'node:http'
import { GraphQLError } from 'graphql'
import { anonymous, type Actor } from '../access/actor.ts'
import { forkFor } from '../access/fork-for.ts'
import { outboxChannel } from '../events/live-channels.ts'
import { authenticate } from '../identity/authenticate.ts'
import type { Clock } from '../platform/clock.ts'
import { databaseFault } from '../platform/database-fault.ts'
import type { EntityManager } from '../platform/database.ts'
import { DomainError, refuse } from '../platform/errors.ts'
import type { Ids } from '../platform/ids.ts'
import type { Logger } from '../platform/logger.ts'
import type { PubSub } from '../platform/pubsub.ts'
import type { Tracing } from '../platform/tracing.ts'
import type { ApiCtx } from './api-ctx.ts'
import { clientAddress, type TrustsAddress } from './client-address.ts'
import { deadlineOf } from './request-deadline.ts'

/** What every request's context is made from. */
export interface ApiParts {
  root: EntityManager
  clock: Clock
  ids: Ids
  log: Logger
  keys: ApiCtx['keys']
  pubsub: PubSub
  orderNumberWaitMs: number
  loopbackWebhooks: boolean
  /** Proxies whose word about the client's address is believed. */
  trustsProxy: TrustsAddress
  /** Where people reach the server, without a trailing slash. */
  publicUrl?: string
  /** Where spans are begun; absent: nothing is traced. */
  tracing?: Tracing
  /** Stored queries of webhook endpoints: why one cannot be stored, and what it is answered. */
  storedQueries?: Required<Pick<ApiCtx, 'queryProblems' | 'answerQuery'>>
}

const bearer = /^Bearer ([\x21-\x7e]{1,512})$/i

/** The Bearer token of an Authorization header. */
export function bearerToken(header: string | undefined): string | null {
  return bearer.exec(header ?? '')?.[1] ?? null
}

/** The context of one operation. */
export function contextFor(parts: ApiParts, caller: Caller, request: ApiCtx['request']): ApiCtx {
  const { actor } = caller
  const { root, clock, ids, log, keys, pubsub, orderNumberWaitMs, loopbackWebhooks, publicUrl } = parts
  const correlationId = ids.next('req')
  const scoped = log.child({ requestId: correlationId })
  return {
    root,
    em: forkFor(root, actor),
    actor,
    clock,
    ids,
    log: scoped,
    keys,
    pubsub,
    orderNumberWaitMs,
    loopbackWebhooks,
    ...(publicUrl ? { publicUrl } : {}),
    ...parts.storedQueries,
    correlationId,
    request,
    recorded: [],
    reading: null,
    opening: null,
    answered: false,
    reauthenticate: caller.again,
    eventsCommitted: () =>
      void pubsub
        .publish(outboxChannel, '1')
        .catch((error: unknown) => scoped.warn({ err: error }, 'relay hint')),
  }
}

/** Who sends a request, and how to ask that again later. */
export interface Caller {
  actor: Actor
  again: () => Promise<Actor>
}

/** Who sends this request: the Bearer token decides; without the header, the anonymous. Refuses other schemes. */
export async function callerOf(parts: ApiParts, authorization: string | undefined): Promise<Caller> {
  const token = bearerToken(authorization)
  if (authorization?.trim() && !token)
    throw refuse(
      'UNAUTHENTICATED',
      'Send the token of signIn, or an API key, as "Authorization: Bearer <token>".',
    )
  const again = async () => (token ? authenticate(parts.root.fork(), parts.clock, token) : anonymous)
  return { actor: await again(), again }
}

/** Why nobody knows who asks, as GraphQL over HTTP says it: a refused credential with 401, a database that is away with 503. */
function asHttpError(error: unknown): unknown {
  if (databaseFault(error)) {
    const originalError = error instanceof Error ? error : new Error(String(error))
    return new GraphQLError(originalError.message, { originalError, extensions: { http: { status: 503 } } })
  }
  if (!(error instanceof DomainError)) return error
  const extensions = { code: error.code, http: { status: 401 } }
  return new GraphQLError(error.problems[0]?.message ?? '', { extensions })
}

/** Context of an HTTP request. */
export async function contextOfRequest(parts: ApiParts, request: IncomingMessage): Promise<ApiCtx> {
  const caller = await callerOf(parts, request.headers.authorization).catch((error: unknown) => {
    throw asHttpError(error)
  })
  const userAgent = request.headers['user-agent']?.slice(0, 400) ?? null
  const signal = deadlineOf(request)
  const ctx = contextFor(parts, caller, { ip: clientAddress(request, parts.trustsProxy), userAgent })
  return signal ? { ...ctx, signal } : ctx
}
