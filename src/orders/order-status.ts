/** Where the order stands as a paper. Fulfillment states are derived from the lines. Keys equal values. */
export const OrderStatus = {
  DRAFT: 'DRAFT',
  SUBMITTED: 'SUBMITTED',
  PENDING_APPROVAL: 'PENDING_APPROVAL',
  CHANGES_REQUESTED: 'CHANGES_REQUESTED',
  APPROVED: 'APPROVED',
  IN_FULFILLMENT: 'IN_FULFILLMENT',
  AWAITING_INFORMATION: 'AWAITING_INFORMATION',
  PARTIALLY_FULFILLED: 'PARTIALLY_FULFILLED',
  FULFILLMENT_FAILED: 'FULFILLMENT_FAILED',
  FULFILLED: 'FULFILLED',
  REJECTED: 'REJECTED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'EXPIRED',
} as const
export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus]

/** Where the service of one line stands. */
export const OrderLineStatus = {
  PENDING: 'PENDING',
  QUEUED: 'QUEUED',
  IN_PROGRESS: 'IN_PROGRESS',
  AWAITING_INFORMATION: 'AWAITING_INFORMATION',
  FULFILLED: 'FULFILLED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
} as const
export type OrderLineStatus = (typeof OrderLineStatus)[keyof typeof OrderLineStatus]

/** Whether a FULFILLED order delivered all of its lines, or some were cancelled on the way. */
export const OrderOutcome = { COMPLETE: 'COMPLETE', PARTIAL: 'PARTIAL' } as const
export type OrderOutcome = (typeof OrderOutcome)[keyof typeof OrderOutcome]

/** The four stages of a draft, in the order in which they are shown. */
export const OrderStage = {
  SELECT_ITEMS: 'SELECT_ITEMS',
  CONTACT_DETAILS: 'CONTACT_DETAILS',
  PROVISIONING: 'PROVISIONING',
  SUMMARY: 'SUMMARY',
} as const
export type OrderStage = (typeof OrderStage)[keyof typeof OrderStage]

/** How far a stage is. STALE: it was saved, but something it rests on changed since; save it again. */
export const OrderStageState = {
  NOT_STARTED: 'NOT_STARTED',
  INCOMPLETE: 'INCOMPLETE',
  COMPLETE: 'COMPLETE',
  STALE: 'STALE',
} as const
export type OrderStageState = (typeof OrderStageState)[keyof typeof OrderStageState]

/** What an order is for. */
export const OrderType = {
  NEW: 'NEW',
  CHANGE: 'CHANGE',
  RENEWAL: 'RENEWAL',
  CANCELLATION: 'CANCELLATION',
  SUSPEND: 'SUSPEND',
  RESUME: 'RESUME',
} as const
export type OrderType = (typeof OrderType)[keyof typeof OrderType]

/** What a person or integration may do with an order; each stands for one mutation. */
export const OrderAction = {
  SELECT_ITEMS: 'SELECT_ITEMS',
  SET_CONTACTS: 'SET_CONTACTS',
  SET_PROVISIONING: 'SET_PROVISIONING',
  SUBMIT: 'SUBMIT',
  SUBMIT_FOR_APPROVAL: 'SUBMIT_FOR_APPROVAL',
  APPROVE: 'APPROVE',
  REJECT: 'REJECT',
  REQUEST_CHANGES: 'REQUEST_CHANGES',
  WITHDRAW: 'WITHDRAW',
  CANCEL: 'CANCEL',
  FULFIL_LINE: 'FULFIL_LINE',
  FAIL_LINE: 'FAIL_LINE',
  REQUEST_INFORMATION: 'REQUEST_INFORMATION',
  PROVIDE_INFORMATION: 'PROVIDE_INFORMATION',
  RETRY: 'RETRY',
  CANCEL_REMAINING_LINES: 'CANCEL_REMAINING_LINES',
  CLONE: 'CLONE',
  COMMENT: 'COMMENT',
} as const
export type OrderAction = (typeof OrderAction)[keyof typeof OrderAction]
