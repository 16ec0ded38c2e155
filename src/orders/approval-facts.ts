import type { Ctx } from '../access/ctx.ts'
import { sellersAbove } from '../access/sellers-above.ts'
import type { OrderFacts } from '../approvals/route-order-approval.ts'
import { monthsOf } from '../platform/calendar.ts'
import { decimal, fromMinorUnits } from '../platform/money.ts'
import { approvalTriggers } from './approval-triggers.rules.ts'
import { discountOfOrder } from './discount-of-order.ts'
import { marginOfOrder } from './margin-of-order.ts'
import { orderContext } from './order-context.ts'
import type { Order, OrderLine } from './order.entity.ts'
import { priceOrder, recordedStart } from './price-order.ts'

interface Row {
  categories: string[]
  is_known: boolean
}

/** Categories of the products with those above them, and whether an order of the customer was ever approved. */
async function readBackground(ctx: Pick<Ctx, 'em'>, order: Order, lines: readonly OrderLine[]): Promise<Row> {
  const [row] = await ctx.em.execute<Row[]>(
    `WITH RECURSIVE above AS (
       SELECT c.id, c.parent_id FROM category c JOIN product p ON p.category_id = c.id
         WHERE p.id = ANY (ARRAY[?]::text[])
       UNION SELECT c.id, c.parent_id FROM category c JOIN above ON c.id = above.parent_id
     )
     SELECT ARRAY(SELECT id FROM above ORDER BY id) AS categories, EXISTS (
       SELECT FROM orders WHERE seller_id = ? AND organization_id = ? AND id <> ?
         AND status IN ('APPROVED', 'IN_FULFILLMENT', 'AWAITING_INFORMATION', 'FULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLMENT_FAILED')
     ) AS is_known`,
    [['', ...lines.map(({ item }) => item.productId)], order.sellerId, order.organizationId, order.id],
  )
  return row ?? { categories: [], is_known: false }
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].toSorted()

const total = (numbers: readonly string[]): string =>
  numbers.reduce((sum, one) => sum.plus(decimal(one)), decimal('0')).toFixed()

function amountsOf(order: Order, lines: readonly OrderLine[]) {
  const { totals } = priceOrder(order, recordedStart(order))
  const lineTotals = lines
    .filter((line) => line.currency === order.currency)
    .map((line) => line.lineTotalMinor)
    .toSorted((a, b) => Number(b - a))
  return {
    firstInvoiceTotal: totals.firstInvoiceTotal.amount,
    monthlyRecurring: totals.monthlyRecurring.amount,
    annualRecurring: totals.annualRecurring.amount,
    totalContractValue: totals.totalContractValue.amount,
    largestLineTotal: fromMinorUnits(lineTotals[0] ?? 0n, order.currency).amount,
  }
}

/** What approval is routed by. Its lines must be loaded. A constant number of statements, however many lines. */
export async function approvalFacts(ctx: Pick<Ctx, 'actor' | 'em'>, order: Order): Promise<OrderFacts> {
  const lines = order.lines.getItems()
  const [{ organization, account }, background, above] = await Promise.all([
    orderContext(ctx, order),
    readBackground(ctx, order, lines),
    sellersAbove(ctx, order.sellerId),
  ])
  const months = lines.map(({ item }) => (item.commitmentTerm ? (monthsOf(item.commitmentTerm) ?? 0) : 0))
  return {
    orderType: order.type,
    triggers: approvalTriggers(lines),
    currency: order.currency,
    ...amountsOf(order, lines),
    discountPercent: discountOfOrder(lines, order.currency),
    marginPercent: marginOfOrder(lines, { id: order.sellerId, above }),
    lineCount: String(lines.length),
    totalQuantity: total(lines.map(({ quantity }) => quantity)),
    quantityDelta: total(lines.map(({ change, quantity }) => change?.quantityDelta ?? quantity)),
    commitmentMonths: String(Math.max(0, ...months)),
    billingPeriods: unique(lines.flatMap(({ item }) => (item.billingPeriod ? [item.billingPeriod] : []))),
    vendorIds: unique(lines.map(({ item }) => item.vendorId)),
    productIds: unique(lines.map(({ item }) => item.productId)),
    offerIds: unique(lines.map((line) => line.offerId)),
    categoryIds: background.categories,
    customerId: order.organizationId,
    customerCountry: account.address?.country ?? organization.country,
    customerIsNew: !background.is_known,
    accountId: order.accountId,
    costCenter: order.costCenter,
    hasPurchaseOrderNumber: order.purchaseOrderNumber !== null,
    requestedStartDate: order.requestedStartDate,
  }
}
