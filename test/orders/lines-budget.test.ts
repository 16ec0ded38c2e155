import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import type { Ctx } from '../../src/access/ctx.ts'
import { cancelOrder } from '../../src/orders/cancel-order.ts'
import { cloneOrder } from '../../src/orders/clone-order.ts'
import { decideOrder } from '../../src/orders/decide-order.ts'
import { failLine } from '../../src/orders/fail-line.ts'
import { findLineForUpdate } from '../../src/orders/find-line-for-update.ts'
import { findOrderForUpdate } from '../../src/orders/find-order-for-update.ts'
import { fulfilLine } from '../../src/orders/fulfil-line.ts'
import { issueOrderNumbers } from '../../src/orders/issue-order-numbers.ts'
import { placeOrder } from '../../src/orders/place-order.ts'
import { retryOrder } from '../../src/orders/retry-order.ts'
import { routeOrder } from '../../src/orders/route-order.ts'
import { selectItems } from '../../src/orders/select-items.ts'
import { setContacts } from '../../src/orders/set-contacts.ts'
import { setProvisioning } from '../../src/orders/set-provisioning.ts'
import { startFulfillment } from '../../src/orders/start-fulfillment.ts'
import { startLine } from '../../src/orders/start-line.ts'
import { submitForApproval } from '../../src/orders/submit-for-approval.ts'
import { submitOrder } from '../../src/orders/submit-order.ts'
import { validateOrder } from '../../src/orders/validate-order.ts'
import { withdrawOrder } from '../../src/orders/withdraw-order.ts'
import { running } from '../subscriptions/change-world.ts'
import { promotion } from './promotion-fixture.ts'
import { admin, key, openOrderWorld, sales, start, terms, worker, type OrderWorld } from './order-fixture.ts'

const sizes = [1, 20, 200]

/** What every line is ordered with besides offer and quantity. */
interface Conditions {
  coTermWithSubscriptionId?: string
  promotionCode?: string
}

describe('the statements of an order mutation', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
    // The first number of a seller makes its series.
    await world.verbs.run(worker, issueOrderNumbers)
  })
  afterAll(() => world.verbs.close())

  /** Runs an order of so many lines through its whole life; answers the statements of each step. */
  async function lifeOf(lineCount: number, conditions: Conditions = {}): Promise<Record<string, number>> {
    const { verbs } = world
    const counts: Record<string, number> = {}
    const step = async <T>(name: string, actor: Actor, verb: (ctx: Ctx) => Promise<T>): Promise<T> => {
      const before = verbs.statements.length
      const result = await verbs.run(actor, verb)
      counts[name] = verbs.statements.length - before
      return result
    }
    const { id: orderId } = await start(verbs)
    const numbers = Array.from({ length: lineCount }, (_, index) => index + 1)
    const items = numbers.map((lineNumber) => ({
      lineNumber,
      offerId: 'off_base',
      quantity: '2',
      ...conditions,
    }))
    const more = items.map((item) => ({ ...item, quantity: '3' }))
    const values = [{ key: 'tenantDomain', value: 'customer.example' }]
    const lines = numbers.map((lineNumber) => ({
      lineNumber,
      values: [{ key: 'siteName', value: 'Berlin' }],
    }))

    await step('orderSelectItems', sales, (ctx) => selectItems(ctx, { orderId, items }))
    await step('orderSelectItems again', sales, (ctx) => selectItems(ctx, { orderId, items: more }))
    await step('orderSetContacts', sales, (ctx) => setContacts(ctx, { orderId }))
    const draft = await step('orderSetProvisioning', sales, (ctx) =>
      setProvisioning(ctx, { orderId, values, lines }),
    )
    await step('orderValidate', sales, (ctx) => validateOrder(ctx, orderId))
    await step('orderSubmit', sales, (ctx) =>
      submitOrder(ctx, { orderId, expectedVersion: draft.version, idempotencyKey: key(), terms }),
    )
    await step('order number', worker, issueOrderNumbers)
    await step('routing', worker, (ctx) => routeOrder(ctx, orderId))
    const returned = await step('orderWithdraw', sales, (ctx) => withdrawOrder(ctx, { orderId }))
    await step('orderSubmitForApproval', sales, (ctx) =>
      submitForApproval(ctx, { orderId, expectedVersion: returned.version, idempotencyKey: key(), terms }),
    )
    await verbs.run(worker, (ctx) => routeOrder(ctx, orderId))
    const [approval] = await verbs.sql<{ id: string; version: number }>(
      `SELECT id, version FROM approval_request WHERE order_id = $1 AND status = 'PENDING'`,
      [orderId],
    )
    await step('approvalApprove', admin, (ctx) =>
      decideOrder(ctx, 'APPROVE', {
        approvalId: approval?.id ?? '',
        expectedVersion: approval?.version ?? 0,
        idempotencyKey: key(),
      }),
    )
    await step('start of fulfillment', worker, async (ctx) =>
      startFulfillment(ctx, await findOrderForUpdate(ctx, orderId)),
    )
    const locate = { orderId, lineNumber: 1 }
    await verbs.run(worker, async (ctx) => startLine(ctx, await findLineForUpdate(ctx, locate)))
    await verbs.sql(
      `UPDATE order_line SET status = 'FULFILLED', vendor_reference = 'v', fulfilled_at = now()
       WHERE order_id = $1 AND line_number > 1`,
      [orderId],
    )
    await step('orderLineFail', worker, async (ctx) =>
      failLine(ctx, {
        ...(await findLineForUpdate(ctx, locate)),
        failure: { code: 'OUT_OF_STOCK', category: 'VENDOR', retryable: true, message: 'No stock.' },
      }),
    )
    await step('orderRetry', admin, (ctx) => retryOrder(ctx, { orderId, idempotencyKey: key() }))
    await verbs.run(worker, async (ctx) => startLine(ctx, await findLineForUpdate(ctx, locate)))
    await step('orderLineFulfil', worker, async (ctx) =>
      fulfilLine(ctx, { ...(await findLineForUpdate(ctx, locate)), vendorReference: 'v-1' }),
    )
    const clone = await step('orderClone', sales, (ctx) =>
      cloneOrder(ctx, { orderId, idempotencyKey: key() }),
    )
    await step('orderCancel', sales, (ctx) => cancelOrder(ctx, { orderId: clone.id }))
    await step('orderPlace', sales, (ctx) =>
      placeOrder(ctx, {
        organizationId: 'org_up_customer',
        items,
        values,
        lines,
        terms,
        idempotencyKey: key(),
      }),
    )
    return counts
  }

  /** The life of orders of each size; prints the statements of each step. */
  async function livesOf(conditions: Conditions = {}): Promise<Array<Record<string, number>>> {
    const lives: Array<Record<string, number>> = []
    for (const lineCount of sizes) lives.push(await lifeOf(lineCount, conditions))
    const [one = {}] = lives
    const table = Object.keys(one).map(
      (name) => `  ${name.padEnd(24)} ${lives.map((life) => String(life[name]).padStart(4)).join('')}`,
    )
    process.stdout.write(`SQL statements at ${sizes.join(', ')} lines:\n${table.join('\n')}\n`)
    return lives
  }

  it('are as many with 200 lines as with one', async () => {
    const [one, ...others] = await livesOf()
    for (const life of others) expect(life).toEqual(one)
    // What is told of one line does not grow with the others.
    const [told] = await world.verbs.sql<{ lines: number; bytes: number }>(
      `SELECT max(jsonb_array_length(data -> 'order' -> 'lines')) AS lines, max(octet_length(data::text)) AS bytes
       FROM outbox_event WHERE type IN ('order.line_fulfilled', 'order.line_failed')`,
    )
    expect(told?.lines).toBe(1)
    expect(told?.bytes).toBeLessThan(8192)
  }, 240_000)

  it('are as many when every line ends with a subscription and has a promotion', async () => {
    const { verbs } = world
    const coTermWithSubscriptionId = await running(verbs)
    const { code: promotionCode } = await promotion(verbs, { maxRedemptions: 100, newCustomersOnly: false })
    const [one, ...others] = await livesOf({ coTermWithSubscriptionId, promotionCode })
    for (const life of others) expect(life).toEqual(one)
  }, 240_000)
})
