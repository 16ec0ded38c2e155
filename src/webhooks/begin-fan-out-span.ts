import type { Ctx } from '../access/ctx.ts'
import { eventAttributes } from '../events/event-attributes.ts'
import type { OutboxEvent } from '../events/outbox-event.entity.ts'
import type { Span } from '../platform/tracing.ts'

/** Begins the span in which the messages of one event are made; undefined where nothing is traced. */
export function beginFanOutSpan({ tracing }: Ctx, event: OutboxEvent): Span | undefined {
  return tracing?.begin({
    name: `fan out ${event.type}`,
    kind: 'CONSUMER',
    parent: event.traceparent,
    attributes: eventAttributes(event),
  })
}
