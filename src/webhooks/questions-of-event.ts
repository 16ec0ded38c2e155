import type { Ctx } from '../access/ctx.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { endpointsFor } from './endpoints-for.ts'
import type { EventQuestion } from './event-query-port.ts'
import { isOffered } from './offered-events.ts'
import { ownerOfEndpoint } from './owner-of-endpoint.ts'

/** A question that an endpoint asks of an event; null when nobody is left to ask it for. */
export interface EndpointQuestion {
  endpointId: string
  question: EventQuestion | null
}

/** What the QUERY endpoints that hear an event ask about it. It is answered outside of the transaction. */
export async function questionsOfEvent(ctx: Ctx, eventId: string): Promise<EndpointQuestion[]> {
  const event = await ctx.em.findOne(OutboxEvent, { id: eventId })
  if (!event || !isOffered(event.type)) return []
  const questions: EndpointQuestion[] = []
  for (const endpoint of await endpointsFor(ctx, event)) {
    const { query, payload } = endpoint
    if (payload !== 'QUERY' || query === null) continue
    const actor = await ownerOfEndpoint(ctx, endpoint)
    const variables = { eventId: event.id, subjectId: event.subjectId }
    questions.push({ endpointId: endpoint.id, question: actor && { query, variables, actor } })
  }
  return questions
}
