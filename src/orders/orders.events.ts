import { z } from 'zod'
import { defineEvent, type EventDefinition } from '../events/event.ts'
import { exampleOrder, orderSnapshotSchema, type OrderSnapshot } from './order-snapshot.schema.ts'
import { OrderStage, type OrderStage as Stage } from './order-status.ts'

const reason = z.string().nullable().describe('What the person who did it said')

/** Snapshot of an order event. */
export interface OrderEventData {
  order: OrderSnapshot
  reason: string | null
}

/** Snapshot of an event about one line. */
export interface OrderLineEventData extends OrderEventData {
  lineNumber: number
}

/** Snapshot of an event about one sensitive answer. */
export interface OrderRevealEventData extends OrderLineEventData {
  /** Of the question; the answer is told nowhere. */
  key: string
}

/** Snapshot of an event about one stage. */
export interface OrderStageEventData extends OrderEventData {
  stage: Stage
}

const orderData = z.object({ order: orderSnapshotSchema, reason })
const lineData = z.object({ order: orderSnapshotSchema, reason, lineNumber: z.int() })
const revealData = lineData.extend({ key: z.string() })
const stageData = z.object({ order: orderSnapshotSchema, reason, stage: z.enum(OrderStage) })

interface Told {
  type: string
  description: string
  example?: Partial<OrderSnapshot>
}

const about = { subjectType: 'order', since: '0.1' } as const

function orderEvent({ type, description, example }: Told, offered = true): EventDefinition<OrderEventData> {
  const order = { ...exampleOrder, ...example }
  return defineEvent({
    ...about,
    type,
    description,
    schema: orderData,
    example: { order, reason: order.statusReason },
    offeredToWebhooks: offered,
  })
}

function lineEvent({ type, description, example }: Told): EventDefinition<OrderLineEventData> {
  const order = { ...exampleOrder, ...example }
  return defineEvent({
    ...about,
    type,
    description,
    schema: lineData,
    example: { order, reason: null, lineNumber: 1 },
    offeredToWebhooks: true,
  })
}

const draft = { status: 'DRAFT', orderNumber: null, submittedAt: null, placedAt: null } as const

export const orderDraftCreated = orderEvent(
  { type: 'order.draft_created', description: 'A draft was started or cloned.', example: draft },
  false,
)
export const orderDraftUpdated = orderEvent(
  { type: 'order.draft_updated', description: 'A stage was saved and is not complete yet.', example: draft },
  false,
)
export const orderStageCompleted = defineEvent<OrderStageEventData>({
  ...about,
  type: 'order.stage_completed',
  description: 'A stage was saved and is complete.',
  schema: stageData,
  example: { order: { ...exampleOrder, ...draft }, reason: null, stage: 'SELECT_ITEMS' },
  offeredToWebhooks: false,
})
export const orderSubmitted = orderEvent({
  type: 'order.submitted',
  description: 'An order was accepted. It carries no number yet; wait for order.placed.',
  example: { orderNumber: null, placedAt: null, version: 5 },
})
export const orderPlaced = orderEvent({
  type: 'order.placed',
  description: 'The order has its number. This is the event to create a sales order from.',
})
export const orderSubmittedForApproval = orderEvent({
  type: 'order.submitted_for_approval',
  description: 'Someone sent a placed order to approval that was resting until then.',
  example: { status: 'PENDING_APPROVAL', version: 7 },
})
export const orderResubmitted = orderEvent({
  type: 'order.resubmitted',
  description: 'A returned order was corrected and submitted again: same number, next revision.',
  example: { revision: 2, version: 12 },
})
export const orderPendingApproval = orderEvent({
  type: 'order.pending_approval',
  description: 'The order waits for its approvers; its content is locked.',
  example: { status: 'PENDING_APPROVAL', version: 7 },
})
export const orderAutoApproved = orderEvent({
  type: 'order.auto_approved',
  description: 'No approval was needed. order.approved follows.',
  example: { status: 'APPROVED', version: 7 },
})
export const orderApproved = orderEvent({
  type: 'order.approved',
  description: 'The order may be delivered; fulfillment begins.',
  example: { status: 'APPROVED', version: 8 },
})
export const orderRejected = orderEvent({
  type: 'order.rejected',
  description: 'An approver refused the order for good. It can be cloned into a new draft.',
  example: { status: 'REJECTED', version: 8, statusReason: 'Not in this year’s budget.' },
})
export const orderChangesRequested = orderEvent({
  type: 'order.changes_requested',
  description: 'An approver returned the order to its requester, who may edit it and submit it again.',
  example: { status: 'CHANGES_REQUESTED', version: 8, statusReason: 'Please halve the seats.' },
})
export const orderWithdrawn = orderEvent({
  type: 'order.withdrawn',
  description: 'The requester recalled the order from approval to edit it.',
  example: { status: 'CHANGES_REQUESTED', version: 8 },
})
export const orderCancelled = orderEvent({
  type: 'order.cancelled',
  description: 'The order was cancelled before anything was delivered. It keeps its number, if it has one.',
  example: { status: 'CANCELLED', version: 8, statusReason: 'Ordered twice.' },
})
export const orderExpiring = orderEvent({
  type: 'order.expiring',
  description:
    'Nobody has touched the draft for long; it expires at `order.expiresAt` unless a stage is saved before.',
  example: { ...draft, version: 4, expiresAt: '2026-12-23T10:00:00.000Z' },
})
export const orderExpired = orderEvent({
  type: 'order.expired',
  description: 'The draft or its approval timed out. It can be cloned into a new draft.',
  example: { status: 'EXPIRED', version: 8 },
})
export const orderFulfillmentStarted = orderEvent({
  type: 'order.fulfillment_started',
  description: 'Delivery of at least one line has begun.',
  example: { status: 'IN_FULFILLMENT', version: 9 },
})
export const orderLineFulfilled = lineEvent({
  type: 'order.line_fulfilled',
  description: 'One line was delivered; `lineNumber` says which, its line carries the vendor reference.',
  example: { status: 'IN_FULFILLMENT', version: 10 },
})
export const orderInformationRequested = lineEvent({
  type: 'order.information_requested',
  description: 'A line waits for data from the requester; its `informationRequest` says which.',
  example: { status: 'AWAITING_INFORMATION', version: 10 },
})
export const orderInformationLinkCreated = orderEvent(
  {
    type: 'order.information_link_created',
    description: 'Somebody made a link by which the customer answers without signing in.',
    example: { status: 'AWAITING_INFORMATION', version: 11 },
  },
  false,
)
export const orderInformationProvided = orderEvent({
  type: 'order.information_provided',
  description: 'The requested data was given; the lines go on.',
  example: { status: 'IN_FULFILLMENT', version: 11 },
})
export const orderLineFailed = lineEvent({
  type: 'order.line_failed',
  description: 'One line failed; its `failure` says why and whether to try again.',
  example: { status: 'FULFILLMENT_FAILED', version: 10 },
})
export const orderLineCancelled = lineEvent({
  type: 'order.line_cancelled',
  description: 'One line was cancelled, because its base product failed or by hand.',
  example: { status: 'PARTIALLY_FULFILLED', version: 10 },
})
export const orderFulfillmentRetried = orderEvent({
  type: 'order.fulfillment_retried',
  description: 'The failed lines are tried again.',
  example: { status: 'IN_FULFILLMENT', version: 12 },
})
export const orderFulfilled = orderEvent({
  type: 'order.fulfilled',
  description: 'Every line that was not cancelled is delivered.',
  example: { status: 'FULFILLED', outcome: 'COMPLETE', version: 12 },
})
export const orderPartiallyFulfilled = orderEvent({
  type: 'order.partially_fulfilled',
  description: 'Some lines are delivered, the rest failed, and nothing runs.',
  example: { status: 'PARTIALLY_FULFILLED', version: 12 },
})
export const orderFulfillmentFailed = orderEvent({
  type: 'order.fulfillment_failed',
  description: 'Every line failed, and nothing runs.',
  example: { status: 'FULFILLMENT_FAILED', version: 12 },
})
export const orderFulfillmentResumed = orderEvent({
  type: 'order.fulfillment_resumed',
  description: 'Delivery goes on after it waited for data.',
  example: { status: 'IN_FULFILLMENT', version: 11 },
})
export const orderAwaitingInformation = orderEvent({
  type: 'order.awaiting_information',
  description: 'Nothing runs, and at least one line waits for data from the requester.',
  example: { status: 'AWAITING_INFORMATION', version: 11 },
})

export const orderProvisioningRevealed = defineEvent<OrderRevealEventData>({
  ...about,
  type: 'order.provisioning_revealed',
  description: 'Someone who delivers read a sensitive answer; `key` says which, not what it is.',
  schema: revealData,
  example: {
    order: { ...exampleOrder, status: 'IN_FULFILLMENT', version: 9 },
    reason: 'The tenant is set up by hand.',
    lineNumber: 1,
    key: 'adminPassword',
  },
  offeredToWebhooks: true,
})

/** Every event about orders, in the order of an order's life. */
export const orderEvents = [
  orderDraftCreated,
  orderDraftUpdated,
  orderStageCompleted,
  orderSubmitted,
  orderPlaced,
  orderSubmittedForApproval,
  orderResubmitted,
  orderPendingApproval,
  orderAutoApproved,
  orderApproved,
  orderRejected,
  orderChangesRequested,
  orderWithdrawn,
  orderCancelled,
  orderExpiring,
  orderExpired,
  orderFulfillmentStarted,
  orderLineFulfilled,
  orderInformationRequested,
  orderInformationLinkCreated,
  orderInformationProvided,
  orderLineFailed,
  orderLineCancelled,
  orderFulfillmentRetried,
  orderFulfilled,
  orderPartiallyFulfilled,
  orderFulfillmentFailed,
  orderFulfillmentResumed,
  orderAwaitingInformation,
  orderProvisioningRevealed,
]
