import type { Ctx } from '../access/ctx.ts'
import { halfOpen } from './breaker.rules.ts'
import type { DeliveryOutcome } from './delivery-port.ts'
import { judgeOutage, noteAttempts } from './endpoint-health.ts'
import { ownHeaders } from './endpoint-headers.ts'
import { liveSecrets } from './endpoint-secrets.ts'
import { leaseDeliveries, nextDueAt, skipWaiting, type Leased } from './lease-deliveries.ts'
import { pumpGate, type PumpGate } from './pump-gate.rules.ts'
import { filled, taken } from './rate.rules.ts'
import { receives } from './receives.rules.ts'
import { nextAttempt, type NextAttempt } from './retry.rules.ts'
import { storeAttempts } from './store-attempts.ts'
import type { WebhookTrigger } from './webhook-attempt.entity.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** An attempt that is to be made now. */
export interface DeliveryDue {
  messageId: string
  leaseId: string
  eventType: string
  /** The event's id: the same for every attempt. */
  webhookId: string
  url: string
  body: Buffer
  /** Of the rendered body, and those that the endpoint's owner added. */
  headers: Record<string, string>
  /** As they were sent, without what may be a credential; filled in when they are. */
  shownHeaders: Record<string, string>
  timeoutMs: number
  /** In force now, newest first. */
  secrets: string[]
  /** 1 for the first. */
  attempt: number
  trigger: WebhookTrigger
  /** The span that the attempt follows from; null: nothing was traced. */
  traceparent: string | null
}

/** What was sent, and what came of it. */
export interface AttemptMade {
  due: DeliveryDue
  outcome: DeliveryOutcome
  /** When it was sent. */
  at: Date
}

/** One turn of an endpoint's pump. */
export interface Turn {
  endpointId: string
  /** What came back since the last turn. */
  made: readonly AttemptMade[]
  /** How many more the pump would begin. */
  more: number
  /** Whether it has others under way: then it comes back in any case. */
  isFlying: boolean
}

/**
 * What a turn gives. `nextAt`: when the endpoint is to be pumped again, if nothing else happens and nothing is under way;
 * null: not by itself.
 */
export interface TurnResult {
  deliveries: DeliveryDue[]
  nextAt: Date | null
  /** What became of the messages of `made`, in their order. */
  states: ReadonlyArray<NextAttempt['state']>
}

/** Longer than an attempt can take: whoever has not stored it by then is dead. */
const leaseSlackMs = 30_000
/** Pumps that may die while they send one message before it is given up: it may be what kills them. */
const mostLostLeases = 5

async function lockEndpoint(ctx: Ctx, id: string): Promise<WebhookEndpoint | null> {
  const { sellerId } = ctx.actor
  // Messages that refer to the endpoint are made meanwhile: FOR UPDATE would hold them up.
  const sql = 'SELECT * FROM webhook_endpoint WHERE seller_id = ? AND id = ? FOR NO KEY UPDATE'
  const [row] = await ctx.em.execute<object[]>(sql, [sellerId, id])
  return row ? ctx.em.map(WebhookEndpoint, row) : null
}

function decide(ctx: Ctx, { due, outcome }: AttemptMade): NextAttempt {
  const random = ctx.ids.bytes(4).readUInt32BE() / 2 ** 32
  const next = nextAttempt({ outcome, attempt: due.attempt, now: ctx.clock.now(), random })
  // Whoever asks for a ping waits for its answer now, not for days.
  const isPing = due.trigger === 'TEST' || due.trigger === 'PROBE'
  return next.state === 'RETRYING' && isPing ? { state: 'FAILED' } : next
}

async function store(
  ctx: Ctx,
  endpoint: WebhookEndpoint,
  made: readonly AttemptMade[],
): Promise<TurnResult['states']> {
  if (made.length === 0) return []
  const judged = made.map((one) => ({ ...one, next: decide(ctx, one) }))
  await storeAttempts(ctx, judged)
  noteAttempts(
    ctx,
    endpoint,
    judged.map(({ due, outcome, next }) => ({ trigger: due.trigger, outcome, next })),
  )
  return judged.map(({ next }) => next.state)
}

function dueOf(ctx: Ctx, endpoint: WebhookEndpoint, leaseId: string): (leased: Leased) => DeliveryDue {
  const own = ownHeaders(ctx, endpoint)
  const secrets = liveSecrets(ctx, endpoint)
  const { url, timeoutSeconds } = endpoint
  return (leased) => ({
    messageId: leased.id,
    leaseId,
    eventType: leased.event_type,
    webhookId: leased.event_id,
    url,
    body: Buffer.from(leased.body),
    headers: { ...own, ...leased.headers },
    shownHeaders: {},
    timeoutMs: timeoutSeconds * 1000,
    secrets,
    attempt: leased.attempts + 1,
    trigger: leased.trigger,
    traceparent: leased.traceparent,
  })
}

/** What takes a worker down each time it is sent is given up: its attempt is stored as one that was not made. */
async function buryKillers(
  ctx: Ctx,
  endpoint: WebhookEndpoint,
  killers: readonly DeliveryDue[],
): Promise<void> {
  if (killers.length === 0) return
  const message = `Given up: the worker died each of the ${mostLostLeases} times it was sent.`
  const timings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null }
  const outcome = {
    kind: 'error',
    code: 'OTHER',
    message,
    durationMs: 0,
    remoteAddress: null,
    timings,
  } as const
  const at = ctx.clock.now()
  await storeAttempts(
    ctx,
    killers.map((due) => ({ due, outcome, next: { state: 'FAILED' }, at })),
  )
  ctx.log.error(
    { endpoint: endpoint.id, messages: killers.map(({ messageId }) => messageId) },
    'webhooks given up',
  )
}

/** Takes up what may be sent now, and moves the endpoint's bucket and breaker on. */
async function take(
  ctx: Ctx,
  endpoint: WebhookEndpoint,
  { gate, more }: { gate: PumpGate; more: number },
): Promise<DeliveryDue[]> {
  const now = ctx.clock.now()
  const most = Math.min(more, gate.most)
  if (most < 1) return []
  const leaseId = ctx.ids.next('lea')
  const until = new Date(now.getTime() + endpoint.timeoutSeconds * 1000 + leaseSlackMs)
  const leased = await leaseDeliveries(ctx, endpoint, {
    what: gate.what,
    atOnce: gate.atOnce,
    most,
    leaseId,
    until,
  })
  if (leased.length === 0) return []
  const { maxPerSecond, breaker } = endpoint
  if (gate.what === 'ALL' && maxPerSecond !== null)
    endpoint.bucket = taken(filled(endpoint.bucket, maxPerSecond, now), leased.length)
  if (gate.onTrial && breaker) endpoint.breaker = halfOpen(breaker)
  const made = leased.map(dueOf(ctx, endpoint, leaseId))
  const isKiller = ({ messageId }: DeliveryDue) =>
    leased.some(({ id, lost_leases: lost }) => id === messageId && lost >= mostLostLeases)
  await buryKillers(ctx, endpoint, made.filter(isKiller))
  return made.filter((due) => !isKiller(due))
}

function gateOf(endpoint: WebhookEndpoint, now: Date): PumpGate {
  const isOff = !receives(endpoint, now)
  const { ordering, maxConcurrency, maxPerSecond, pausedUntil, breaker, bucket } = endpoint
  return pumpGate({ isOff, ordering, maxConcurrency, maxPerSecond, pausedUntil, breaker, bucket }, now)
}

/**
 * One turn of an endpoint's pump, in one transaction: stores what came back, and takes up what may be sent next, as the
 * endpoint's order, concurrency, rate, pause and breaker let it. What waits for a disabled or deleted endpoint becomes
 * SKIPPED. Locks the endpoint first, then messages, as every verb that needs both. Nothing is sent here.
 */
export async function turnDeliveries(
  ctx: Ctx,
  { endpointId, made, more, isFlying }: Turn,
): Promise<TurnResult> {
  const endpoint = await lockEndpoint(ctx, endpointId)
  if (!endpoint) return { deliveries: [], nextAt: null, states: [] }
  const states = await store(ctx, endpoint, made)
  await judgeOutage(ctx, endpoint)
  if (endpoint.deletedAt || !receives(endpoint, ctx.clock.now())) await skipWaiting(ctx, endpoint)
  if (endpoint.deletedAt) return { deliveries: [], nextAt: null, states }
  const gate = gateOf(endpoint, ctx.clock.now())
  const deliveries = await take(ctx, endpoint, { gate, more })
  const nextAt = deliveries.length > 0 || isFlying ? null : (gate.until ?? (await nextDueAt(ctx, endpoint)))
  return { deliveries, nextAt, states }
}
