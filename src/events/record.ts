import type { Ctx } from '../access/ctx.ts'
import type { EventDefinition } from './event.ts'
import { OutboxEvent } from './outbox-event.entity.ts'

/** What the event is about. `version` is the subject's version after the change. */
export interface EventSubject {
  id: string
  sellerId: string
  organizationId: string | null
  version: number
}

/**
 * Records an event in the current transaction: it exists if and only if the change commits.
 * Nothing is sent here; the relay and `jobs/reactions.ts` decide what follows.
 * Throws outside a transaction, because such an event could survive a change that does not.
 */
export function record<T extends object>(
  ctx: Ctx,
  definition: EventDefinition<T>,
  fact: { subject: EventSubject; data: T },
): OutboxEvent {
  if (!ctx.em.isInTransaction())
    throw new Error(`record(${definition.type}) needs a transaction: call it from a verb behind a door.`)
  const event = Object.assign(new OutboxEvent(), {
    id: ctx.ids.next('evt'),
    sellerId: fact.subject.sellerId,
    organizationId: fact.subject.organizationId,
    type: definition.type,
    subjectType: definition.subjectType,
    subjectId: fact.subject.id,
    subjectVersion: fact.subject.version,
    actor: { kind: ctx.actor.kind, id: ctx.actor.id, name: ctx.actor.name },
    data: definition.schema.parse(fact.data),
    correlationId: ctx.correlationId,
    traceparent: ctx.traceparent ?? null,
    occurredAt: ctx.clock.now(),
  })
  ctx.em.persist(event)
  ctx.recorded.push(event)
  return event
}
