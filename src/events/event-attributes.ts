import type { SpanAttributes } from '../platform/tracing.ts'

/** What a span tells of the event that it is about: names and ids alone. */
export function eventAttributes(event: {
  id: string
  type: string
  sellerId: string
  subjectType: string
  subjectId: string
}): SpanAttributes {
  return {
    'countersign.event.id': event.id,
    'countersign.event.type': event.type,
    'countersign.seller.id': event.sellerId,
    'countersign.subject.type': event.subjectType,
    'countersign.subject.id': event.subjectId,
  }
}
