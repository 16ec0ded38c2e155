import { ask, type Caller } from '../ask.ts'
import { EventsDocument, type EventsQuery } from '../generated/operations.ts'
import type { EventItem } from './event-item.ts'

/** The feed goes forward only: it is read to its end, but not for ever. */
const mostPages = 10

type FedEvent = EventsQuery['events']['nodes'][number]

/** Latest events of these types, newest first, for tests in the editor. They come from the pull feed. */
export async function latestEvents(
  caller: Caller,
  types: readonly string[],
  organizationId?: string,
): Promise<EventItem[]> {
  let latest: FedEvent[] = []
  let after: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const { events }: EventsQuery = await ask(caller, EventsDocument, { after, types: [...types] })
    latest = [...latest, ...events.nodes].slice(-100)
    after = events.pageInfo.endCursor
    if (!events.pageInfo.hasNextPage) break
  }
  return latest
    .filter((event) => organizationId === undefined || event.organizationId === organizationId)
    .map((event) => ({ ...event }))
    .toReversed()
}
