import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuseAll } from '../platform/errors.ts'
import { decodeCursor, pageSize, refuseCursor, toPage, type Page, type PageArgs } from '../platform/page.ts'
import type { EventDefinition } from './event.ts'
import { eventTypeProblem, matchesEventType } from './event-types.rules.ts'
import { OutboxEvent } from './outbox-event.entity.ts'

/** Which page of the feed, and which names or stars of it; absent: all. */
export interface FeedQuestion extends PageArgs {
  types?: string[] | null
}

/** Positions are positive bigints. */
const position = /^[1-9]\d{0,17}$/

function namesOf(types: string[] | null | undefined, offered: readonly string[]): string[] {
  if (!types) return [...offered]
  refuseAll(
    types.flatMap((pattern, at) => {
      const problem = eventTypeProblem(pattern, offered)
      return problem ? [{ ...problem, path: ['types', String(at)] }] : []
    }),
  )
  return offered.filter((name) => types.some((pattern) => matchesEventType(pattern, name)))
}

function positionIn(cursor: string | null | undefined): bigint {
  if (!cursor) return 0n
  const [value = ''] = decodeCursor(cursor, 1).map(String)
  if (!position.test(value)) throw refuseCursor()
  return BigInt(value)
}

/**
 * The events that endpoints can hear (`offered`), in the order in which they were published, oldest first. Whoever goes
 * on behind the last cursor misses nothing: an event that is not published yet gets a later place. Refuses names that
 * match no event with WEBHOOK_EVENT_TYPE_INVALID and WEBHOOK_EVENT_TYPE_UNKNOWN.
 */
export async function findEvents(
  ctx: Ctx,
  args: FeedQuestion,
  offered: readonly EventDefinition<object>[],
): Promise<Page<OutboxEvent>> {
  allow(ctx, 'EVENT_READ')
  const limit = pageSize(args.first) + 1
  const names = offered.map((event) => event.type)
  const rows = await ctx.em.find(
    OutboxEvent,
    { type: { $in: namesOf(args.types, names) }, feedPosition: { $gt: positionIn(args.after) } },
    { orderBy: { feedPosition: 'asc' }, limit },
  )
  return toPage(rows, args, (row) => [String(row.feedPosition)])
}
