import type { Clock } from '../platform/clock.ts'
import type { KeyRing } from '../platform/envelope.ts'
import type { EntityManager } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import type { Logger } from '../platform/logger.ts'
import type { TaxCalculator } from '../platform/tax-calculator.ts'
import type { Tracing } from '../platform/tracing.ts'
import type { Actor } from './actor.ts'

/** Keys that verbs need, the same for all requests of a process: AES-256 keys of stored secrets, and one that signs. */
export interface Keys extends KeyRing {
  /** Ed25519 seed (32 bytes) that signs terms evidence and heads of audit chains. */
  signing: Buffer
  /** Public keys (PEM) that signed before the present one was made. */
  retired?: readonly string[]
}

/** What a stored query was answered, and what of it could not be told. */
export interface QueryAnswer {
  data: Record<string, unknown> | null
  errors: Array<{ code: string; message: string; path: ReadonlyArray<string | number> }>
}

/** What every verb gets first: who asks, the unit of work, time, ids and randomness. Plain data. */
export interface Ctx {
  em: EntityManager
  actor: Actor
  clock: Clock
  ids: Ids
  log: Logger
  keys: Keys
  /** Ties one request to its events, jobs and log lines. */
  correlationId: string
  /** Where the request came from; empty for jobs. */
  request: { ip: string | null; userAgent: string | null }
  /** True while the server listens on loopback with demo data: webhooks may then call loopback receivers. */
  loopbackWebhooks: boolean
  /** Where people reach the server, without a trailing slash; absent: links are relative. */
  publicUrl?: string
  /** Estimates tax in place of the built-in table of rates; it must call nobody. */
  taxCalculator?: TaxCalculator
  /** Why a query cannot be stored for a webhook endpoint; absent where nothing is stored. */
  queryProblems?: (query: string) => string[]
  /** Answers a stored query of a webhook endpoint with what `ctx` may read, inside its reading; absent for jobs. */
  answerQuery?: (ctx: Ctx, query: string, variables: Record<string, string>) => Promise<QueryAnswer>
  /** The span at work, as a W3C `traceparent`: what is recorded follows from it. Absent: nothing is traced. */
  traceparent?: string
  /** Where spans are begun; absent: nothing is traced. */
  tracing?: Tracing
  /** Events recorded by the current transaction. */
  recorded: unknown[]
  /** Aborted when the request's time is up; absent for jobs and live streams. */
  signal?: AbortSignal
  /** Wakes the relay after a commit. */
  eventsCommitted: () => void
}
