import type { ApprovalFacts } from '../approvals/routing.rules.ts'
import { decimal } from '../platform/money.ts'
import type { Order } from './order.entity.ts'
import { priceOrder, recordedStart } from './price-order.ts'

/** Units more than before, over all lines; negative when the order takes away. */
function sumOfQuantities(order: Order): string {
  const none = decimal('0')
  return order.lines
    .getItems()
    .reduce((sum, { change, quantity }) => sum.plus(decimal(change?.quantityDelta ?? quantity)), none)
    .toFixed()
}

/** What approval is routed by: the order's kind and what it costs, as decimal strings. */
export function approvalFacts(order: Order): ApprovalFacts {
  const { totals, lines } = priceOrder(order, recordedStart(order))
  return {
    orderType: order.type,
    currency: order.currency,
    firstInvoiceTotal: totals.firstInvoiceTotal.amount,
    monthlyRecurring: totals.monthlyRecurring.amount,
    annualRecurring: totals.annualRecurring.amount,
    totalContractValue: totals.totalContractValue.amount,
    lineCount: lines.length,
    quantityDelta: sumOfQuantities(order),
  }
}
