import { fromMinorUnits } from '../platform/money.ts'
import { money, type Money } from '../platform/money.view.ts'
import { linesOf } from './lines-of.ts'
import { listAnswers } from './list-answers.ts'
import type { Order, OrderLine } from './order.entity.ts'
import type { OrderSummary, OrderSummaryLine } from './order.view.ts'
import { priceOrder, recordedStart } from './price-order.ts'

/** The total of a line as money. */
export function lineTotal(line: OrderLine): Money {
  return money(fromMinorUnits(line.lineTotalMinor, line.currency).amount, line.currency)
}

function summaryLine(line: OrderLine): OrderSummaryLine {
  const { productName, offerName, vendorName, unitOfMeasure } = line.item
  const { lineNumber, quantity, coTermDate, promotion } = line
  return {
    lineNumber,
    productName,
    offerName,
    vendorName,
    quantity,
    unitOfMeasure,
    unitPrice: money(line.unitPrice, line.currency),
    lineTotal: lineTotal(line),
    coTermDate,
    promotion,
    provisioning: listAnswers(line),
  }
}

/** All that was entered, on one page. */
export async function summarizeOrder(order: Order): Promise<OrderSummary> {
  const lines = await linesOf(order)
  const { totals } = priceOrder(order, recordedStart(order))
  const { firstInvoiceTotal, monthlyRecurring, totalContractValue } = totals
  return {
    organizationName: order.parties.organization.name,
    accountName: order.parties.account.name,
    lines: lines.map(summaryLine),
    contacts: order.contacts,
    provisioning: listAnswers(order),
    firstInvoiceTotal,
    monthlyRecurring,
    totalContractValue,
  }
}
