import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectErps } from '../../integrations/erp/connect-erps.ts'
import { documentOrder } from '../../integrations/erp/document-order.ts'
import type { OrderDocument } from '../../integrations/erp/order-document.ts'
import { TrytonClient, type TrytonDecimal } from '../../integrations/erp/tryton-client.ts'
import { deliveryFailure } from '../../integrations/webhooks/delivery-failure.ts'
import { guardedAgent } from '../../integrations/webhooks/guard.ts'
import { pushOrdersJob } from '../../jobs/push-orders.ts'
import { createErpConnection } from '../../src/erp/create-erp-connection.ts'
import { ErpPush } from '../../src/erp/erp-push.entity.ts'
import { setErpCrosswalk } from '../../src/erp/set-erp-crosswalk.ts'
import { gatherOrderDocument } from '../../src/orders/gather-order-document.ts'
import { Order } from '../../src/orders/order.entity.ts'
import { orderApproved, orderCancelled } from '../../src/orders/orders.events.ts'
import { recordOrderEvent } from '../../src/orders/record-order-event.ts'
import { decimal } from '../../src/platform/money.ts'
import { fillTryton, pieces } from '../integrations/erp/fill-tryton.ts'
import { startSwallowingProxy } from '../integrations/erp/swallowing-proxy.ts'
import { startTryton, whyNoTryton } from '../integrations/erp/tryton-server.ts'
import { addApprovedOrder, addMarket, admin } from '../subscriptions/approved-order.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { standingClock } from '../support/small-world.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

const count = 20

interface Sale {
  number: string
  reference: string
  state: string
  untaxed_amount: TrytonDecimal
}

const reason = whyNoTryton()
if (reason) process.stderr.write(`\nSKIPPED: no order is pushed into a real Tryton: ${reason}\n`)

describe.skipIf(reason)('orders on their way into a real Tryton server', () => {
  const clock = standingClock()
  let verbs: VerbHarness
  let jobs: JobHarness
  let tryton: Awaited<ReturnType<typeof startTryton>>
  let documents: OrderDocument[] = []
  beforeAll(async () => {
    verbs = await openVerbs({ clock })
    await addMarket(verbs)
    tryton = await startTryton()
    jobs = await openJobs(verbs, {
      clock,
      definitions: [pushOrdersJob],
      erp: connectErps({
        open: (allow) => guardedAgent({ allow }),
        explain: (thrown) => deliveryFailure(thrown).message,
        timeoutMs: 5000,
      }),
    })
  }, 600_000)
  afterAll(async () => {
    await jobs.close()
    await tryton.close()
    await verbs.close()
  })

  async function tell(orderId: string, event: typeof orderApproved, changes: Partial<Order> = {}) {
    await verbs.run(admin, async (ctx) => {
      const order = await ctx.em.findOneOrFail(Order, { id: orderId }, { populate: ['lines'] })
      Object.assign(order, changes, { version: order.version + 1 })
      recordOrderEvent(ctx, event, { order })
    })
  }
  const byReference = (a: string, b: string) => (a < b ? -1 : 1)
  const pushes = async () =>
    (await verbs.read(admin, (ctx) => ctx.em.find(ErpPush, {}))).toSorted((a, b) =>
      byReference(a.orderNumber, b.orderNumber),
    )
  async function sales() {
    const names = ['number', 'reference', 'state', 'untaxed_amount']
    const client = new TrytonClient(tryton.site)
    const answer = await client.call('sale.sale', 'search_read', [], 0, null, [['reference', 'ASC']], names)
    if (answer.kind !== 'OK') throw new Error(answer.message)
    const found = answer.value as Array<Sale>
    return found.toSorted((a, b) => byReference(a.reference, b.reference))
  }

  it('20 orders, each with a time-out after the server made the sale: 20 sales with our totals, read back', async () => {
    const orderIds: string[] = []
    for (let at = 0; at < count; at++) {
      const orderId = await addApprovedOrder(verbs, [{}], clock.now())
      const [quantity, minor] = [at + 3, 1009 + 37 * at]
      await verbs.sql(
        `UPDATE order_line SET quantity = $2, unit_price = $3, line_total_minor = $4 WHERE order_id = $1`,
        [orderId, quantity, (minor / 100).toFixed(2), quantity * minor],
      )
      orderIds.push(orderId)
    }
    for (const orderId of orderIds)
      documents.push(documentOrder(await verbs.read(admin, (ctx) => gatherOrderDocument(ctx, orderId))))
    documents = documents.toSorted((a, b) => byReference(a.orderNumber, b.orderNumber))
    await fillTryton(tryton.site, documents)
    let made = 0
    const proxy = await startSwallowingProxy(
      tryton.site.url,
      (method) => method === 'model.sale.sale.create' && made++ < count,
    )
    const { database, user: username, password } = tryton.site
    const site = { kind: 'TRYTON', name: 'Tryton', url: proxy.url, database, username, password } as const
    const { id: connectionId } = await verbs.run(admin, (ctx) =>
      createErpConnection(ctx, { ...site, idempotencyKey: 'tryton' }),
    )
    const entries = [{ kind: 'UNIT', key: 'C62', externalKey: pieces } as const]
    await verbs.run(admin, (ctx) => setErpCrosswalk(ctx, { connectionId, entries }))

    for (const orderId of orderIds) await tell(orderId, orderApproved)
    await jobs.settle()
    expect((await pushes()).map(({ status }) => status)).toEqual(documents.map(() => 'FAILED'))
    expect(proxy.swallowed).toHaveLength(count)

    clock.set(new Date(clock.now().getTime() + 60_000).toISOString())
    await jobs.runDelayed()
    const found = await sales()
    expect((await pushes()).map((push) => [push.status, push.externalState, push.externalNumber])).toEqual(
      found.map(({ number }) => ['PUSHED', 'CONFIRMED', number]),
    )
    expect(
      found.map((sale) => [sale.reference, sale.state, decimal(sale.untaxed_amount.decimal).toFixed(2)]),
    ).toEqual(
      documents.map(({ orderNumber, totals }) => [orderNumber, 'confirmed', decimal(totals.net).toFixed(2)]),
    )

    const [cancelled = ''] = orderIds
    await tell(cancelled, orderCancelled, { status: 'CANCELLED' })
    await jobs.settle()
    expect((await pushes()).filter(({ orderId }) => orderId === cancelled)).toMatchObject([
      { operation: 'CANCEL', status: 'PUSHED', externalState: 'CANCELLED' },
    ])
    expect((await sales()).filter(({ state }) => state === 'cancelled')).toHaveLength(1)
    await proxy.close()
  }, 600_000)
})
