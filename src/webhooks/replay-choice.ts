import type { Ctx } from '../access/ctx.ts'
import { matchesEventType } from '../events/event-types.rules.ts'
import { offeredEvents } from './offered-events.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import type { WebhookReplayStatus } from './webhooks.inputs.ts'

/** What a replay sends: stored in its activity, dates as ISO instants. */
export interface ReplayWork {
  endpointId: string
  since: string
  until: string
  /** Names of events, stars resolved. */
  eventTypes: string[]
  statuses: WebhookReplayStatus[]
}

/** Where a replay goes on: behind this message, or behind this event, once the messages are done. */
export interface ReplayMarker {
  of: 'MESSAGES' | 'EVENTS'
  at: string
  id: string
}

/** What is sent again, or for the first time. */
export interface ReplayItem {
  kind: 'message' | 'event'
  id: string
  at: Date
}

/** The names of events that match any of the patterns. */
export function namesMatching(patterns: readonly string[]): string[] {
  return offeredEvents()
    .map(({ type }) => type)
    .filter((type) => patterns.some((pattern) => matchesEventType(pattern, type)))
}

const stored = (work: ReplayWork) => work.statuses.filter((status) => status !== 'NEVER_ATTEMPTED')

/** What an endpoint hears of: an event that it did not subscribe to was not missed. */
const heard = (work: ReplayWork, endpoint: WebhookEndpoint) => {
  const names = new Set(namesMatching(endpoint.eventTypes))
  return work.eventTypes.filter((type) => names.has(type))
}

const messages = `FROM webhook_message m WHERE m.seller_id = ? AND m.endpoint_id = ?
  AND m.status = ANY (?::text[]) AND m.event_type = ANY (?::text[]) AND m.created_at >= ? AND m.created_at < ?`

// What its fan-out still owes is not missed yet.
const events = `FROM outbox_event e WHERE e.seller_id = ? AND e.type = ANY (?::text[])
  AND e.occurred_at >= ? AND e.occurred_at < ? AND e.feed_position IS NOT NULL AND NOT e.fan_out_due
  AND NOT EXISTS (SELECT FROM webhook_message m
    WHERE m.seller_id = e.seller_id AND m.endpoint_id = ? AND m.event_id = e.id)`

const list = (names: readonly string[]) => `{${names.map((name) => `"${name}"`).join(',')}}`

const ofMessages = ({ sellerId, id }: WebhookEndpoint, work: ReplayWork) => [
  sellerId,
  id,
  list(stored(work)),
  list(work.eventTypes),
  work.since,
  work.until,
]

const ofEvents = (endpoint: WebhookEndpoint, work: ReplayWork) => [
  endpoint.sellerId,
  list(work.statuses.includes('NEVER_ATTEMPTED') ? heard(work, endpoint) : []),
  work.since,
  work.until,
  endpoint.id,
]

/** How many messages a replay would send; the filter of the endpoint may yet keep some of those back that it never got. */
export async function countReplay(ctx: Ctx, endpoint: WebhookEndpoint, work: ReplayWork): Promise<number> {
  const [row] = await ctx.em.execute<Array<{ count: string }>>(
    `SELECT (SELECT count(*) ${messages}) + (SELECT count(*) ${events}) AS count`,
    [...ofMessages(endpoint, work), ...ofEvents(endpoint, work)],
  )
  return Number(row?.count ?? 0)
}

type Row = { id: string; at: Date }

/** The next items of a replay, at most `limit`: stored messages first, oldest first, then events that made none. */
export async function nextOfReplay(
  ctx: Ctx,
  { endpoint, work, limit }: { endpoint: WebhookEndpoint; work: ReplayWork; limit: number },
  marker: ReplayMarker | null,
): Promise<ReplayItem[]> {
  const behind = (of: ReplayMarker['of']): [string, string] =>
    marker?.of === of ? [marker.at, marker.id] : ['-infinity', '']
  const rows =
    marker?.of === 'EVENTS'
      ? []
      : await ctx.em.execute<Row[]>(
          `SELECT m.id, m.created_at AS at ${messages} AND (m.created_at, m.id) > (?::timestamptz, ?)
           ORDER BY m.created_at, m.id LIMIT ?`,
          [...ofMessages(endpoint, work), ...behind('MESSAGES'), limit],
        )
  if (rows.length > 0) return rows.map(({ id, at }) => ({ kind: 'message', id, at: new Date(at) }))
  const missed = await ctx.em.execute<Row[]>(
    `SELECT e.id, e.occurred_at AS at ${events} AND (e.occurred_at, e.id) > (?::timestamptz, ?)
     ORDER BY e.occurred_at, e.id LIMIT ?`,
    [...ofEvents(endpoint, work), ...behind('EVENTS'), limit],
  )
  return missed.map(({ id, at }) => ({ kind: 'event', id, at: new Date(at) }))
}
