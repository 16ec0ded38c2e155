import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { idempotent } from '../events/idempotent.ts'
import { decideOrder } from '../orders/decide-order.ts'
import { failLine } from '../orders/fail-line.ts'
import { findOrderForUpdate } from '../orders/find-order-for-update.ts'
import type { OrderResponse } from '../orders/order-response-port.ts'
import { answeredDocuments, stepsOfResponse, type ResponseStep } from '../orders/order-response.rules.ts'
import { Order } from '../orders/order.entity.ts'
import { notFound, refuse, refuseAll } from '../platform/errors.ts'
import { deliverLine } from './deliver-line.ts'

/** What a receiver answered; `idempotencyKey`: a repeat with it changes nothing. */
export interface OrderResponseTaken {
  response: OrderResponse
  idempotencyKey: string
}

/** The order that a document is about, under its lock. */
async function findAnswered(ctx: Ctx, documentId: string) {
  const readings = answeredDocuments(documentId)
  const orders = await ctx.em.find(Order, {
    sellerId: ctx.actor.sellerId,
    orderNumber: { $in: readings.map(({ orderNumber }) => orderNumber) },
  })
  for (const reading of readings) {
    const found = orders.find(({ orderNumber }) => orderNumber === reading.orderNumber)
    if (found) return { ...reading, order: await findOrderForUpdate(ctx, found.id) }
  }
  throw notFound('order', ['documentId'])
}

async function decide(
  ctx: Ctx,
  order: Order,
  { decision, ...said }: Extract<ResponseStep, { kind: 'DECIDE' }>,
) {
  const request = await ctx.em.findOne(ApprovalRequest, { orderId: order.id, status: 'PENDING' })
  if (!request) throw notFound('approval request')
  const { comment, lineNumbers } = said
  await decideOrder(ctx, decision, {
    approvalId: request.id,
    // The document was judged by its revision already: that is what the receiver has seen.
    expectedVersion: request.version,
    idempotencyKey: `response.${request.id}.${request.version}`,
    comment,
    lineNumbers,
  })
}

async function follow(ctx: Ctx, order: Order, step: ResponseStep): Promise<void> {
  if (step.kind === 'DECIDE') return decide(ctx, order, step)
  allow(ctx, 'ORDER_FULFIL')
  const line = order.lines.getItems().find(({ lineNumber }) => lineNumber === step.lineNumber)
  if (!line) throw notFound('line of this order')
  if (step.kind === 'FULFIL') {
    const { vendorReference } = step
    return deliverLine(ctx, { order, line, vendorReference, activatedAt: ctx.clock.now() })
  }
  const { message } = step
  const failure = { code: 'ORDER_RESPONSE_REJECTED', category: 'VENDOR', retryable: true, message } as const
  failLine(ctx, { order, line, failure })
}

async function followAll(ctx: Ctx, order: Order, response: OrderResponse): Promise<Order> {
  if (order.status === 'SUBMITTED' && response.answer !== 'ACKNOWLEDGED')
    throw refuse(
      'ORDER_RESPONSE_TOO_EARLY',
      'Nobody knows yet who decides on the order. Send the response again in a moment.',
    )
  const lines = order.lines.getItems().map(({ lineNumber, status }) => ({ lineNumber, status }))
  const { steps, problems } = stepsOfResponse(response, { status: order.status, lines })
  refuseAll(problems)
  for (const step of steps) await follow(ctx, order, step)
  return order
}

/**
 * Does what a receiver's answer to an order comes to, all of it or nothing: it decides an open approval, for a caller who
 * is among its approvers, or fulfils and fails lines, with ORDER_FULFIL. An acknowledgment, and the answer to a
 * cancellation, change nothing. Refuses NOT_FOUND, ORDER_RESPONSE_OUTDATED (an earlier revision was answered), _CHANGES,
 * _TOO_EARLY and _TOO_LATE, and as the verbs that it follows.
 */
export async function takeOrderResponse(ctx: Ctx, input: OrderResponseTaken): Promise<Order> {
  allow(ctx, 'ORDER_READ')
  const { order, revision, isCancellation } = await findAnswered(ctx, input.response.documentId)
  const work = () => {
    if (isCancellation) return Promise.resolve(order)
    if (revision !== order.revision)
      throw refuse(
        'ORDER_RESPONSE_OUTDATED',
        `The order is at revision ${order.revision}. Fetch its document and answer that.`,
        ['documentId'],
      )
    return followAll(ctx, order, input.response)
  }
  return idempotent(
    ctx,
    { operation: 'orderResponse', input, resultId: order.id },
    { work, replay: () => Promise.resolve(order) },
  )
}
