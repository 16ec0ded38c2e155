import type { Ctx } from '../access/ctx.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { endpointsFor } from './endpoints-for.ts'
import type { EventQuestion } from './event-query-port.ts'
import { isOffered } from './offered-events.ts'
import { ownerOfEndpoint } from './owner-of-endpoint.ts'

/**
 * What the QUERY endpoints that hear an event ask about it, by their ids; null where nobody is left to ask for. It is
 * answered outside of the transaction.
 */
export async function questionsOfEvent(
  ctx: Ctx,
  eventId: string,
): Promise<Map<string, EventQuestion | null>> {
  const questions = new Map<string, EventQuestion | null>()
  const event = await ctx.em.findOne(OutboxEvent, { id: eventId })
  if (!event || !isOffered(event.type)) return questions
  for (const endpoint of await endpointsFor(ctx, event)) {
    const { query, payload } = endpoint
    if (payload !== 'QUERY' || query === null) continue
    const actor = await ownerOfEndpoint(ctx, endpoint)
    const variables = { eventId: event.id, subjectId: event.subjectId }
    questions.set(endpoint.id, actor && { query, variables, actor })
  }
  return questions
}
