import type { INodePropertyOptions } from 'n8n-workflow'

const eventNames: Array<[label: string, name: string]> = [
  ['Any Approval Event', 'approval.*'],
  ['Any Order Event', 'order.*'],
  ['Any Subscription Event', 'subscription.*'],
  ['Approval Completed', 'approval.completed'],
  ['Approval Decision Recorded', 'approval.decision_recorded'],
  ['Approval Escalated', 'approval.escalated'],
  ['Approval Requested', 'approval.requested'],
  ['Order Approved', 'order.approved'],
  ['Order Approved by Policy', 'order.auto_approved'],
  ['Order Cancelled', 'order.cancelled'],
  ['Order Fulfilled', 'order.fulfilled'],
  ['Order Information Requested', 'order.information_requested'],
  ['Order Line Failed', 'order.line_failed'],
  ['Order Line Fulfilled', 'order.line_fulfilled'],
  ['Order Partially Fulfilled', 'order.partially_fulfilled'],
  ['Order Placed', 'order.placed'],
  ['Order Rejected', 'order.rejected'],
  ['Order Sent Back', 'order.changes_requested'],
  ['Order Submitted', 'order.submitted'],
  ['Subscription Activated', 'subscription.activated'],
  ['Subscription Cancelled', 'subscription.cancelled'],
  ['Subscription Changed', 'subscription.changed'],
  ['Subscription Expired', 'subscription.expired'],
  ['Subscription Renewal Upcoming', 'subscription.renewal_upcoming'],
  ['Subscription Renewed', 'subscription.renewed'],
]

/** What the trigger can hear, by label. */
export const eventOptions: INodePropertyOptions[] = eventNames.map(([name, value]) => ({ name, value }))
