import type { ApprovalDecisionKind, OrderDetailQuery } from '../generated/operations.ts'
import { saidWith } from './said-with.ts'

type Order = NonNullable<OrderDetailQuery['order']>

/** Something that happened to an order. */
export interface TimelineEntry {
  id: string
  at: string
  kind:
    | 'CREATED'
    | 'SUBMITTED'
    | 'PLACED'
    | 'APPROVAL_ASKED'
    | 'TERMS_ACCEPTED'
    | 'LINE_FULFILLED'
    | ApprovalDecisionKind
  /** Who did it, or what it was about. */
  who: string
  said: string
}

/** What happened, oldest first, from what the order and its approvals tell. */
export function timelineOf(order: Order): TimelineEntry[] {
  const entry = (id: string, at: string | null, rest: Omit<TimelineEntry, 'id' | 'at'>): TimelineEntry[] =>
    at === null ? [] : [{ id, at, ...rest }]
  const entries = [
    ...entry('created', order.createdAt, { kind: 'CREATED', who: order.requestedBy.name, said: '' }),
    ...entry('submitted', order.submittedAt, { kind: 'SUBMITTED', who: order.requestedBy.name, said: '' }),
    ...entry('placed', order.placedAt, { kind: 'PLACED', who: order.orderNumber ?? '', said: '' }),
    ...order.termsAcceptances.flatMap(({ id, acceptedAt, signatory, termsVersion }) =>
      entry(id, acceptedAt, {
        kind: 'TERMS_ACCEPTED',
        who: `${signatory.firstName} ${signatory.lastName}`,
        said: termsVersion?.document?.title ?? '',
      }),
    ),
    ...order.approvals.flatMap(({ id, requestedAt, reason, steps }) => [
      ...entry(id, requestedAt, { kind: 'APPROVAL_ASKED', who: '', said: reason }),
      ...steps.flatMap(({ decisions }) =>
        decisions.flatMap((one) =>
          entry(one.id, one.decidedAt, { kind: one.kind, who: one.decidedByName, said: saidWith(one) }),
        ),
      ),
    ]),
    ...order.lines.flatMap(({ id, fulfilledAt, item, vendorReference }) =>
      entry(id, fulfilledAt, { kind: 'LINE_FULFILLED', who: item.productName, said: vendorReference ?? '' }),
    ),
  ]
  return entries.toSorted((one, other) => one.at.localeCompare(other.at))
}
