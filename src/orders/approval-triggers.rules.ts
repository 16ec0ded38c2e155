import type { ApprovalTrigger } from '../approvals/policy-definition.schema.ts'
import { decimal } from '../platform/money.ts'
import type { OrderLine } from './order.entity.ts'

/** Of a line, what says what it does. */
export type TriggeringLine = Pick<OrderLine, 'action' | 'parentLineNumber' | 'subscriptionId' | 'change'> & {
  item: Pick<OrderLine['item'], 'paymentModel'>
}

function triggerOf({
  action,
  parentLineNumber,
  subscriptionId,
  change,
  item,
}: TriggeringLine): ApprovalTrigger {
  switch (action) {
    case 'CHANGE_QUANTITY':
      return decimal(change?.quantityDelta ?? '0').isNegative() ? 'QUANTITY_DECREASE' : 'QUANTITY_INCREASE'
    case 'SWITCH_PLAN':
      return 'PLAN_SWITCH'
    case 'CHANGE_RENEWAL':
      return 'RENEWAL_CHANGE'
    case 'CANCEL':
      return 'CANCELLATION'
    default:
      if (parentLineNumber !== null || subscriptionId !== null) return 'ADD_ON'
      return item.paymentModel === 'TRIAL' ? 'NEW_TRIAL' : 'NEW_PAID'
  }
}

/** What the lines of an order do, each word once, sorted. */
export function approvalTriggers(lines: readonly TriggeringLine[]): ApprovalTrigger[] {
  return [...new Set(lines.map(triggerOf))].toSorted()
}
