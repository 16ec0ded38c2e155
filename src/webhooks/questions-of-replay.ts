import type { Ctx } from '../access/ctx.ts'
import { Activity } from '../activities/activity.entity.ts'
import type { EventQuestion } from './event-query-port.ts'
import { missedEvents } from './missed-events.ts'
import { ownerOfEndpoint } from './owner-of-endpoint.ts'
import { nextOfReplay, type ReplayMarker, type ReplayWork } from './replay-choice.ts'
import { replayPace } from './replay-pace.rules.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/**
 * What a QUERY endpoint asks about the events that the next part of a replay tells it for the first time, by their ids;
 * null where nobody is left to ask for. It is answered outside of the transaction.
 */
export async function questionsOfReplay(
  ctx: Ctx,
  activityId: string,
): Promise<Map<string, EventQuestion | null>> {
  const activity = await ctx.em.findOne(Activity, { id: activityId })
  // What `replayWebhooksSince` and `replayPart` stored.
  const work = activity?.input as ReplayWork | undefined
  const marker = (activity?.marker ?? null) as ReplayMarker | null
  const endpoint = work && (await ctx.em.findOne(WebhookEndpoint, { id: work.endpointId, deletedAt: null }))
  if (!work || !endpoint || endpoint.payload !== 'QUERY' || endpoint.query === null) return new Map()
  const { query, maxPerSecond } = endpoint
  const limit = replayPace(maxPerSecond).perPart
  const items = await nextOfReplay(ctx, { endpoint, work, limit }, marker)
  const ids = items.filter(({ kind }) => kind === 'event').map(({ id }) => id)
  const events = await missedEvents(ctx, ids, endpoint)
  const actor = events.length > 0 ? await ownerOfEndpoint(ctx, endpoint) : null
  return new Map(
    events.map(({ id: eventId, subjectId }) => [
      eventId,
      actor && { query, variables: { eventId, subjectId }, actor },
    ]),
  )
}
