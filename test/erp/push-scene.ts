import { expect } from 'vitest'
import { connectErps } from '../../integrations/erp/connect-erps.ts'
import { deliveryFailure } from '../../integrations/webhooks/delivery-failure.ts'
import { guardedAgent } from '../../integrations/webhooks/guard.ts'
import { pushOrdersJob } from '../../jobs/push-orders.ts'
import { reconcileOnce } from '../../jobs/reconcile.ts'
import { testErpJob } from '../../jobs/test-erp.ts'
import { createErpConnection } from '../../src/erp/create-erp-connection.ts'
import { ErpPush } from '../../src/erp/erp-push.entity.ts'
import type { ErpConnectionCreateInput, ErpConnectionUpdateInput } from '../../src/erp/erp.inputs.ts'
import { retryErpPushes } from '../../src/erp/retry-erp-pushes.ts'
import { updateErpConnection } from '../../src/erp/update-erp-connection.ts'
import type { OrderStatus } from '../../src/orders/order-status.ts'
import { Order } from '../../src/orders/order.entity.ts'
import {
  orderApproved,
  orderCancelled,
  orderChangesRequested,
  orderPlaced,
  orderResubmitted,
} from '../../src/orders/orders.events.ts'
import { recordOrderEvent } from '../../src/orders/record-order-event.ts'
import { addApprovedOrder, addMarket, admin } from '../subscriptions/approved-order.ts'
import { startFakeTryton, type FakeTryton } from '../support/fake-tryton.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { standingClock } from '../support/small-world.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

const told = {
  PLACED: orderPlaced,
  APPROVED: orderApproved,
  CANCELLED: orderCancelled,
  RESUBMITTED: orderResubmitted,
  CHANGES_REQUESTED: orderChangesRequested,
}

/** A reseller with an ERP behind a real socket; jobs run when the test says so, and time stands until it is moved. */
export class PushScene {
  readonly clock = standingClock()
  verbs!: VerbHarness
  jobs!: JobHarness
  erp!: FakeTryton
  connectionId!: string

  async open(): Promise<void> {
    const { clock } = this
    this.verbs = await openVerbs({ clock })
    await addMarket(this.verbs)
    this.jobs = await openJobs(this.verbs, {
      clock,
      definitions: [pushOrdersJob, testErpJob],
      erp: connectErps({
        open: (allow) => guardedAgent({ allow }),
        explain: (thrown) => deliveryFailure(thrown).message,
        timeoutMs: 2000,
      }),
    })
    this.erp = await startFakeTryton()
  }

  /** Nothing pushed yet, and one connection to an ERP that knows all it must. */
  async fresh(): Promise<void> {
    for (const table of ['erp_push', 'erp_crosswalk', 'erp_connection'])
      await this.verbs.sql(`DELETE FROM ${table}`)
    await this.anotherErp()
    this.erp.know({ party: 'org_c', product: 'MAIL', tax: 'S:19' })
    this.connectionId = await this.connect()
  }

  /** Another ERP in the place of the one before; it knows nothing yet. */
  async anotherErp(): Promise<void> {
    await this.erp.close()
    this.erp = await startFakeTryton()
  }

  async close(): Promise<void> {
    await this.jobs.close()
    await this.erp.close()
    await this.verbs.close()
  }

  async connect(more: Partial<ErpConnectionCreateInput> = {}): Promise<string> {
    const { url, user: username, password } = this.erp
    const site = { kind: 'TRYTON', name: 'Tryton', url, database: 'erp', username, password } as const
    const input = { ...site, idempotencyKey: `connect ${Math.random()}`, ...more }
    return (await this.verbs.run(admin, (ctx) => createErpConnection(ctx, input))).id
  }

  update(more: Partial<ErpConnectionUpdateInput>) {
    const { connectionId } = this
    return this.verbs.run(admin, (ctx) => updateErpConnection(ctx, { connectionId, ...more }))
  }

  /** Lets an order be so, as its verbs would, and tells it. */
  async becomes(
    orderId: string,
    what: keyof typeof told,
    changes: { status?: OrderStatus; revision?: number; quantity?: string } = {},
  ): Promise<void> {
    await this.verbs.run(admin, async (ctx) => {
      const order = await ctx.em.findOneOrFail(Order, { id: orderId }, { populate: ['lines'] })
      const { quantity, ...rest } = changes
      Object.assign(order, rest, { version: order.version + 1 })
      for (const line of order.lines.getItems())
        if (quantity) Object.assign(line, { quantity, lineTotalMinor: BigInt(Number(quantity) * 1170) })
      recordOrderEvent(ctx, told[what], { order })
    })
  }

  /** An order that was just approved. */
  async approved(): Promise<string> {
    const orderId = await addApprovedOrder(this.verbs, [{}], this.clock.now())
    await this.becomes(orderId, 'APPROVED')
    return orderId
  }

  pushes(): Promise<ErpPush[]> {
    return this.verbs.read(admin, (ctx) => ctx.em.find(ErpPush, {}, { orderBy: { id: 'asc' } }))
  }

  async only(): Promise<ErpPush> {
    const [push, ...more] = await this.pushes()
    expect(more).toEqual([])
    if (!push) throw new Error('There is no push.')
    return push
  }

  async retry(): Promise<void> {
    const pushIds = (await this.pushes()).map(({ id }) => id)
    await this.verbs.run(admin, (ctx) => retryErpPushes(ctx, { pushIds }))
    await this.jobs.settle()
  }

  later(ms: number): void {
    this.clock.set(new Date(this.clock.now().getTime() + ms).toISOString())
  }

  /** Time passes, and the reconciler looks. */
  async reconciled(ms: number): Promise<void> {
    this.later(ms)
    await reconcileOnce(this.jobs.parts, 0)
    await this.jobs.settle()
  }

  /** What events of a type have told, oldest first. */
  async events(type: string): Promise<Array<{ orderId: string }>> {
    const rows = await this.verbs.sql<{ data: { erpPush: { orderId: string } } }>(
      'SELECT data FROM outbox_event WHERE type = $1 ORDER BY id',
      [type],
    )
    return rows.map(({ data }) => data.erpPush)
  }
}
