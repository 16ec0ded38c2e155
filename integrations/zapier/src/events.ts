/** A trigger: which events start a Zap, and how Zapier names them. */
export interface EventTrigger {
  key: string
  /** Names of events; a star stands for all of a word. */
  types: readonly [string, ...string[]]
  /** The event whose example is the trigger's sample; the first of `types` unless given. */
  sampleOf?: string
  noun: 'Order' | 'Approval' | 'Subscription'
  label: string
  description: string
}

const order = (
  key: string,
  label: string,
  rest: Pick<EventTrigger, 'types' | 'description'>,
): EventTrigger => ({
  key: `order_${key}`,
  noun: 'Order',
  label: `Order ${label}`,
  ...rest,
})
const approval = (
  key: string,
  label: string,
  rest: Pick<EventTrigger, 'types' | 'description'>,
): EventTrigger => ({
  key: `approval_${key}`,
  noun: 'Approval',
  label: `Approval ${label}`,
  ...rest,
})
const subscription = (
  key: string,
  label: string,
  rest: Pick<EventTrigger, 'types' | 'description'>,
): EventTrigger => ({
  key: `subscription_${key}`,
  noun: 'Subscription',
  label: `Subscription ${label}`,
  ...rest,
})

/** The events that Zaps are made of, and for each word one trigger that hears all of it. */
export const eventTriggers: readonly EventTrigger[] = [
  order('submitted', 'Submitted', {
    types: ['order.submitted'],
    description: 'Triggers when an order is submitted; it has no number yet.',
  }),
  order('placed', 'Placed', {
    types: ['order.placed'],
    description: 'Triggers when a submitted order gets its order number.',
  }),
  order('approved', 'Approved', {
    types: ['order.approved', 'order.auto_approved'],
    description: 'Triggers when an order is approved, by people or by a policy.',
  }),
  order('rejected', 'Rejected', {
    types: ['order.rejected'],
    description: 'Triggers when an approver rejects an order.',
  }),
  order('changes_requested', 'Sent Back', {
    types: ['order.changes_requested'],
    description: 'Triggers when an approver asks for changes to an order.',
  }),
  order('information_requested', 'Information Requested', {
    types: ['order.information_requested'],
    description: 'Triggers when a line of an order cannot go on without an answer.',
  }),
  order('line_fulfilled', 'Line Fulfilled', {
    types: ['order.line_fulfilled'],
    description: 'Triggers when a line of an order is delivered.',
  }),
  order('line_failed', 'Line Failed', {
    types: ['order.line_failed'],
    description: 'Triggers when the delivery of a line of an order fails.',
  }),
  order('fulfilled', 'Fulfilled', {
    types: ['order.fulfilled'],
    description: 'Triggers when all of an order is delivered.',
  }),
  order('partially_fulfilled', 'Partially Fulfilled', {
    types: ['order.partially_fulfilled'],
    description: 'Triggers when some lines of an order are delivered and others are not.',
  }),
  order('cancelled', 'Cancelled', {
    types: ['order.cancelled'],
    description: 'Triggers when an order is cancelled.',
  }),
  {
    ...order('event', 'Event', {
      types: ['order.*'],
      description: 'Triggers when anything happens to an order; filter by its type.',
    }),
    sampleOf: 'order.placed',
    label: 'Any Order Event',
  },
  approval('requested', 'Requested', {
    types: ['approval.requested'],
    description: 'Triggers when an order needs approval.',
  }),
  approval('decided', 'Decision Recorded', {
    types: ['approval.decision_recorded'],
    description: 'Triggers when an approver decides, though others may still have to.',
  }),
  approval('completed', 'Completed', {
    types: ['approval.completed'],
    description: 'Triggers when an approval request is decided as a whole.',
  }),
  approval('escalated', 'Escalated', {
    types: ['approval.escalated'],
    description: 'Triggers when an approval takes too long and more people are asked.',
  }),
  {
    ...approval('event', 'Event', {
      types: ['approval.*'],
      description: 'Triggers when anything happens to an approval request; filter by its type.',
    }),
    sampleOf: 'approval.requested',
    label: 'Any Approval Event',
  },
  subscription('activated', 'Activated', {
    types: ['subscription.activated'],
    description: 'Triggers when a cloud subscription begins to run.',
  }),
  subscription('changed', 'Changed', {
    types: ['subscription.changed'],
    description: 'Triggers when the quantity, plan or state of a cloud subscription changes.',
  }),
  subscription('renewal_upcoming', 'Renewal Upcoming', {
    types: ['subscription.renewal_upcoming'],
    description: 'Triggers when a cloud subscription is about to renew, with its new price.',
  }),
  subscription('renewed', 'Renewed', {
    types: ['subscription.renewed'],
    description: 'Triggers when a cloud subscription begins another term.',
  }),
  subscription('cancelled', 'Cancelled', {
    types: ['subscription.cancelled'],
    description: 'Triggers when a cloud subscription ends because it was cancelled.',
  }),
  subscription('expired', 'Expired', {
    types: ['subscription.expired'],
    description: 'Triggers when a cloud subscription ends with its term.',
  }),
  {
    ...subscription('event', 'Event', {
      types: ['subscription.*'],
      description: 'Triggers when anything happens to a cloud subscription; filter by its type.',
    }),
    sampleOf: 'subscription.activated',
    label: 'Any Subscription Event',
  },
]
