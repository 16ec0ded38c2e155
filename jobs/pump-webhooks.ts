import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { deliverWebhook } from '../integrations/webhooks/deliver.ts'
import { shownHeaders, webhookHeaders } from '../integrations/webhooks/sign.ts'
import type { Ctx } from '../src/access/ctx.ts'
import type { WorkMeter } from '../src/platform/work-meter.ts'
import type { DeliveryOutcome } from '../src/webhooks/delivery-port.ts'
import {
  turnDeliveries,
  type AttemptMade,
  type DeliveryDue,
  type Turn,
  type TurnResult,
} from '../src/webhooks/turn-deliveries.ts'
import { failureKind } from './failure-kind.rules.ts'
import { defineJob, type JobRun } from './job.ts'
import { laterPumpJobOf, pumpJobOf, pumpQueue } from './pump-job.ts'
import { traceAttempt } from './trace-attempt.ts'

/** How long one run goes on, and how many attempts it begins, before others get their turn. */
const sliceMs = 10_000
const sliceAttempts = 100
/** What comes back within so long of each other is stored together. */
const gatherMs = 5
/** After a failure of ours, and how often what came back is tried to be stored while the database is away. */
const againMs = 1000
const storeTries = 20
/** No endpoint has more under way. */
const most = 50

/** What came of an attempt, in a word: the class of the status, or why there was no answer. */
const resultOf = (outcome: DeliveryOutcome) =>
  outcome.kind === 'error' ? outcome.code : `${Math.trunc(outcome.status / 100)}xx`

async function attempt(ctx: Ctx, given: DeliveryDue, meter: WorkMeter | undefined): Promise<AttemptMade> {
  const at = ctx.clock.now()
  let shown: Record<string, string> = {}
  const outcome = await traceAttempt(ctx, given, (trace) => {
    const headers = webhookHeaders({
      id: given.webhookId,
      timestamp: at,
      body: given.body,
      secrets: given.secrets,
      deliveryId: given.messageId,
      attempt: given.attempt,
      endpointHeaders: { ...given.headers, ...trace },
    })
    shown = { ...shownHeaders(headers), ...trace }
    const { url, body, timeoutMs } = given
    const allow = { loopback: ctx.loopbackWebhooks }
    return deliverWebhook({ url, headers, body, timeoutMs, allow })
  })
  meter?.attempt(resultOf(outcome), outcome.durationMs / 1000)
  return { due: { ...given, shownHeaders: shown }, outcome, at }
}

/** Attempts of one endpoint that are under way, and those that came back and are not stored. */
function inTheAir(ctx: Ctx, meter: WorkMeter | undefined) {
  const flying = new Map<string, Promise<void>>()
  const landed: AttemptMade[] = []
  const fly = async (due: DeliveryDue) => {
    try {
      landed.push(await attempt(ctx, due, meter))
    } catch (error) {
      // Not the endpoint's fault: its lease ends, and it is sent again.
      ctx.log.error({ err: error, message: due.messageId }, 'webhook could not be sent')
    } finally {
      flying.delete(due.messageId)
    }
  }
  return {
    /** Something is under way, or has come back and was not taken. */
    isBusy: () => flying.size > 0 || landed.length > 0,
    send: (due: DeliveryDue) => void flying.set(due.messageId, fly(due)),
    /** What has come back; where nothing has, waits for the first, and for what comes back right after it. */
    async next(): Promise<AttemptMade[]> {
      if (landed.length === 0 && flying.size > 0) await Promise.race(flying.values())
      if (flying.size > 0) await sleep(gatherMs)
      return landed.splice(0)
    },
  }
}

/** While the database is away, what came back is held: else it would be sent again. */
async function turnWhenPossible(turn: Turn, transact: JobRun['transact']): Promise<TurnResult> {
  for (let tries = 1; ; tries++) {
    try {
      return await transact((unit) => turnDeliveries(unit, turn))
    } catch (error) {
      if (turn.made.length === 0 || tries === storeTries || failureKind(error) !== 'OUTAGE') throw error
      await sleep(againMs)
    }
  }
}

/** Pumps one endpoint for a slice of time. Answers when to go on; null: not before somebody wakes it. */
async function pump(ctx: Ctx, endpointId: string, { transact, signal, meter }: JobRun): Promise<Date | null> {
  const air = inTheAir(ctx, meter)
  const until = performance.now() + sliceMs
  let begun = 0
  let made: AttemptMade[] = []
  const isOver = () => begun >= sliceAttempts || performance.now() > until || signal.aborted
  for (;;) {
    const more = isOver() ? 0 : Math.min(most, sliceAttempts - begun)
    const turn = { endpointId, made, more, isFlying: air.isBusy() }
    const { deliveries, nextAt, states } = await turnWhenPossible(turn, transact)
    for (const state of states) meter?.delivery(state)
    begun += deliveries.length
    deliveries.forEach(air.send)
    if (deliveries.length === 0 && !turn.isFlying) return more === 0 ? ctx.clock.now() : nextAt
    made = await air.next()
  }
}

/**
 * Sends what waits for one endpoint, for a slice of time, and wakes itself where more is left. PostgreSQL says what is
 * due and leases it, so that two pumps of an endpoint do no harm; a receiver sees doubles by `webhook-id`. Nothing is
 * sent inside a transaction.
 */
export const pumpWebhooksJob = defineJob({
  name: pumpQueue,
  data: z.object({
    sellerId: z.string(),
    endpointId: z.string(),
    /** Only wakes the pump. */
    isWake: z.boolean().optional(),
  }),
  concurrency: 128,
  mode: 'pump',
  deadlineMs: 75_000,
  async run(ctx, { sellerId, endpointId, isWake }, run) {
    const whose = { sellerId, endpointId }
    if (isWake) return run.enqueue([pumpJobOf(whose)])
    const nextAt = await pump(ctx, endpointId, run)
    const now = ctx.clock.now()
    if (nextAt) await run.enqueue([nextAt <= now ? pumpJobOf(whose) : laterPumpJobOf(whose, nextAt, now)])
  },
  async failed({ sellerId, endpointId }, { ctx, enqueue }) {
    const now = ctx.clock.now()
    const again = new Date(now.getTime() + againMs)
    await enqueue([laterPumpJobOf({ sellerId, endpointId }, again, now)])
  },
})
