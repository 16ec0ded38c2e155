import type { OrderStatus } from '../orders/order-status.ts'
import type { ErpPushFrom } from './erp-connection.entity.ts'
import type { ErpPushOperation } from './erp-push.entity.ts'

/** What an ERP is to hold of an order. */
export interface ErpTarget {
  operation: ErpPushOperation
  revision: number
}

const gone: ReadonlySet<OrderStatus> = new Set(['REJECTED', 'CANCELLED', 'EXPIRED'])
/** Its content is being edited: what is there stays as it is until it is submitted again. */
const edited: ReadonlySet<OrderStatus> = new Set(['DRAFT', 'CHANGES_REQUESTED'])
const undecided: ReadonlySet<OrderStatus> = new Set(['SUBMITTED', 'PENDING_APPROVAL'])

/** True while an order's content may not be read as what was ordered. */
export function isEdited(status: OrderStatus): boolean {
  return edited.has(status)
}

/**
 * What an ERP is to hold of an order as it stands; null: nothing new. `known` is what it was asked to hold before: what
 * was never to be there is not cancelled there.
 */
export function erpTarget(
  order: { status: OrderStatus; revision: number; orderNumber: string | null },
  pushFrom: ErpPushFrom,
  known: ErpTarget | null,
): ErpTarget | null {
  const { status, revision, orderNumber } = order
  if (!orderNumber || isEdited(status)) return null
  const isGone = gone.has(status)
  if (isGone ? known === null : undecided.has(status) && pushFrom === 'APPROVED') return null
  const target: ErpTarget = { operation: isGone ? 'CANCEL' : 'WRITE', revision }
  const isKnown = known?.operation === target.operation && known.revision === revision
  return isKnown ? null : target
}
