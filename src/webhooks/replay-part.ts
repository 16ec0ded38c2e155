import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import type { Activity } from '../activities/activity.entity.ts'
import { continueAsBeginner } from '../activities/continue-as-beginner.ts'
import { endActivity } from '../activities/end-activity.ts'
import { reportActivityProgress } from '../activities/report-activity-progress.ts'
import { takeUpActivity } from '../activities/take-up-activity.ts'
import type { EventAnswer } from './event-query-port.ts'
import { messageFor } from './message-for.ts'
import { missedEvents } from './missed-events.ts'
import { nextOfReplay, type ReplayItem, type ReplayMarker, type ReplayWork } from './replay-choice.ts'
import { replayPace } from './replay-pace.rules.ts'
import { sendAgain } from './send-again.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { WebhookMessage } from './webhook-message.entity.ts'

/** What of a part was sent, and what was left out: the filter keeps it back, or it was sent meanwhile. */
type Outcome = { sent: number; leftOut: number }

interface Part {
  endpoint: WebhookEndpoint
  work: ReplayWork
  answers: ReadonlyMap<string, EventAnswer> | undefined
}

async function sendMessages(ctx: Ctx, ids: string[], { work: { statuses } }: Part): Promise<Outcome> {
  const found = await ctx.em.find(
    WebhookMessage,
    { id: { $in: ids } },
    { orderBy: { createdAt: 'asc', id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  )
  const wanted = new Set<string>(statuses)
  const due = found.filter(({ status }) => wanted.has(status))
  for (const message of due) sendAgain(ctx, message, 'REPLAY')
  return { sent: due.length, leftOut: ids.length - due.length }
}

/** Between the questions and this part the endpoint, or what it missed, has changed. */
class NotAskedYet extends Error {
  override name = 'NotAskedYet'
  /** No fault of the work: it is run again in a moment, and asks anew. */
  readonly code = 'BUSY'
}

async function sendEvents(ctx: Ctx, ids: string[], { endpoint, answers }: Part): Promise<Outcome> {
  const passing = await missedEvents(ctx, ids, endpoint)
  const unasked = endpoint.payload === 'QUERY' && answers && passing.find(({ id }) => !answers.has(id))
  if (unasked) throw new NotAskedYet(`Nobody has asked about ${unasked.id}.`)
  for (const event of passing) {
    const message = messageFor(ctx, {
      endpoint,
      event,
      status: 'PENDING',
      position: event.feedPosition ?? 0n,
      answer: answers?.get(event.id),
    })
    ctx.em.persist(message)
    sendAgain(ctx, message, 'REPLAY')
  }
  return { sent: passing.length, leftOut: ids.length - passing.length }
}

function send(ctx: Ctx, items: ReplayItem[], part: Part): Promise<Outcome> {
  const ids = items.map(({ id }) => id)
  return items[0]?.kind === 'event' ? sendEvents(ctx, ids, part) : sendMessages(ctx, ids, part)
}

async function report(
  ctx: Ctx,
  activity: Activity,
  { items, sent, leftOut }: Outcome & { items: ReplayItem[] },
) {
  const last = items.at(-1)
  const { sent: before = 0, leftOut: leftBefore = 0 } = activity.counts
  const marker: ReplayMarker | null = last
    ? { of: last.kind === 'event' ? 'EVENTS' : 'MESSAGES', at: last.at.toISOString(), id: last.id }
    : null
  const counts = { sent: before + sent, leftOut: leftBefore + leftOut }
  const done = activity.done + items.length
  await reportActivityProgress(ctx, activity.id, { done, counts, ...(marker ? { marker } : {}) })
}

async function endReplay(ctx: Ctx, activityId: string, endpoint: WebhookEndpoint | null): Promise<null> {
  const message =
    'The endpoint was disabled or deleted meanwhile. Enable it and start a replay of what is left.'
  const gone = { failure: { code: 'WEBHOOK_ENDPOINT_DISABLED', message } }
  await endActivity(ctx, activityId, endpoint?.status === 'ACTIVE' ? {} : gone)
  return null
}

/**
 * Does one part of a replay as who began it: makes so many messages due as half of the endpoint's rate allows. Answers
 * how long to wait before the next part; null when there is none: all was done, it was cancelled, or the endpoint takes
 * nothing any more. One transaction a part: its marker commits with it. `answers`: what the endpoint's stored query was
 * answered about events, by their ids; absent where nobody answers.
 */
export async function replayPart(
  given: Ctx,
  activityId: string,
  answers?: ReadonlyMap<string, EventAnswer>,
): Promise<number | null> {
  const activity = await takeUpActivity(given, activityId)
  if (!activity) return null
  const ctx = await continueAsBeginner(given, activity)
  // What `replayWebhooksSince` and `report` stored.
  const work = activity.input as ReplayWork
  const marker = activity.marker as ReplayMarker | null
  const endpoint = await ctx.em.findOne(WebhookEndpoint, { id: work.endpointId, deletedAt: null })
  if (endpoint?.status !== 'ACTIVE') return endReplay(ctx, activityId, endpoint)
  const { perPart, waitMs } = replayPace(endpoint.maxPerSecond)
  const items = await nextOfReplay(ctx, { endpoint, work, limit: perPart }, marker)
  if (items.length === 0) return endReplay(ctx, activityId, endpoint)
  const outcome = await send(ctx, items, { endpoint, work, answers })
  await ctx.em.flush()
  await report(ctx, activity, { items, ...outcome })
  return waitMs
}
