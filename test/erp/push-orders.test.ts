import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectErps } from '../../integrations/erp/connect-erps.ts'
import { deliveryFailure } from '../../integrations/webhooks/delivery-failure.ts'
import { guardedAgent } from '../../integrations/webhooks/guard.ts'
import { pushOrdersJob } from '../../jobs/push-orders.ts'
import { reconcileOnce } from '../../jobs/reconcile.ts'
import { relayOnce } from '../../jobs/relay-outbox.ts'
import { testErpJob } from '../../jobs/test-erp.ts'
import { createErpConnection } from '../../src/erp/create-erp-connection.ts'
import { deleteErpConnection } from '../../src/erp/delete-erp-connection.ts'
import { ErpPush } from '../../src/erp/erp-push.entity.ts'
import type { ErpConnectionCreateInput, ErpConnectionUpdateInput } from '../../src/erp/erp.inputs.ts'
import { retryErpPushes } from '../../src/erp/retry-erp-pushes.ts'
import { setErpCrosswalk } from '../../src/erp/set-erp-crosswalk.ts'
import { testErpConnection } from '../../src/erp/test-erp-connection.ts'
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

describe('an order on its way into an ERP', () => {
  const clock = standingClock()
  let verbs: VerbHarness
  let jobs: JobHarness
  let erp: FakeTryton
  let connectionId: string
  beforeAll(async () => {
    verbs = await openVerbs({ clock })
    await addMarket(verbs)
    jobs = await openJobs(verbs, {
      clock,
      definitions: [pushOrdersJob, testErpJob],
      erp: connectErps({
        open: (allow) => guardedAgent({ allow }),
        explain: (thrown) => deliveryFailure(thrown).message,
        timeoutMs: 400,
      }),
    })
  })
  beforeEach(async () => {
    await verbs.sql('DELETE FROM erp_push')
    await verbs.sql('DELETE FROM erp_crosswalk')
    await verbs.sql('DELETE FROM erp_connection')
    await erp?.close()
    erp = await startFakeTryton()
    erp.know({ party: 'org_c', product: 'MAIL', tax: 'S:19' })
    connectionId = await connect()
  })
  afterAll(async () => {
    await jobs.close()
    await erp.close()
    await verbs.close()
  })

  async function connect(more: Partial<ErpConnectionCreateInput> = {}): Promise<string> {
    const input: ErpConnectionCreateInput = {
      kind: 'TRYTON',
      name: 'Tryton',
      url: erp.url,
      database: 'erp',
      username: erp.user,
      password: erp.password,
      idempotencyKey: `connect ${Math.random()}`,
      ...more,
    }
    return (await verbs.run(admin, (ctx) => createErpConnection(ctx, input))).id
  }
  const update = (more: Partial<ErpConnectionUpdateInput>) =>
    verbs.run(admin, (ctx) => updateErpConnection(ctx, { connectionId, ...more }))

  /** Lets an order be so, as its verbs would, and tells it. */
  async function becomes(
    orderId: string,
    what: keyof typeof told,
    changes: { status?: OrderStatus; revision?: number; quantity?: string } = {},
  ) {
    await verbs.run(admin, async (ctx) => {
      const order = await ctx.em.findOneOrFail(Order, { id: orderId }, { populate: ['lines'] })
      const { quantity, ...rest } = changes
      Object.assign(order, rest, { version: order.version + 1 })
      for (const line of order.lines.getItems())
        if (quantity) Object.assign(line, { quantity, lineTotalMinor: BigInt(Number(quantity) * 1170) })
      recordOrderEvent(ctx, told[what], { order })
    })
  }
  async function approved(): Promise<string> {
    const orderId = await addApprovedOrder(verbs, [{}], clock.now())
    await becomes(orderId, 'APPROVED')
    return orderId
  }
  const pushes = () => verbs.read(admin, (ctx) => ctx.em.find(ErpPush, {}, { orderBy: { id: 'asc' } }))
  async function only(): Promise<ErpPush> {
    const [push, ...more] = await pushes()
    expect(more).toEqual([])
    if (!push) throw new Error('There is no push.')
    return push
  }
  const retry = async () => {
    const pushIds = (await pushes()).map(({ id }) => id)
    await verbs.run(admin, (ctx) => retryErpPushes(ctx, { pushIds }))
    await jobs.settle()
  }
  const events = async (type: string) =>
    (
      await verbs.sql<{ data: { erpPush: { orderId: string } } }>(
        'SELECT data FROM outbox_event WHERE type = $1 ORDER BY id',
        [type],
      )
    ).map(({ data }) => data.erpPush)

  it('is a sale there once it is approved; its number and state are read back', async () => {
    const orderId = await approved()
    await jobs.settle()

    expect(await only()).toMatchObject({
      connectionId,
      orderId,
      operation: 'WRITE',
      revision: 1,
      status: 'PUSHED',
      attempts: 1,
      problems: [],
      nextAttemptAt: null,
      leaseId: null,
      externalId: '1',
      externalNumber: 'S1',
      externalState: 'CONFIRMED',
      pushedRevision: 1,
    })
    const push = await only()
    expect(erp.sales).toMatchObject([
      { reference: push.orderNumber, state: 'confirmed', description: 'Revision 1' },
    ])
    expect(erp.sales[0]?.lines).toMatchObject([{ quantity: 25, unit_price: { decimal: '11.7' } }])
    expect((await events('erp_push.completed')).at(-1)).toMatchObject({ orderId, externalNumber: 'S1' })
  })

  it('is one sale when the answer is lost after it was made, tried again by itself', async () => {
    erp.mishaps.set('model.sale.sale.create', 'LOST')
    await approved()
    await jobs.settle()

    const failed = await only()
    expect(failed).toMatchObject({
      status: 'FAILED',
      attempts: 1,
      externalId: null,
      problems: [
        {
          code: 'ERP_UNREACHABLE',
          message: 'tryton: The receiver did not answer in time. It is tried again by itself.',
          path: [],
        },
      ],
    })
    const wait = (failed.nextAttemptAt?.getTime() ?? 0) - clock.now().getTime()
    expect(wait).toBeGreaterThanOrEqual(24_000)
    expect(wait).toBeLessThanOrEqual(36_000)
    expect(erp.sales).toMatchObject([{ state: 'draft' }])

    clock.set(new Date(clock.now().getTime() + 37_000).toISOString())
    await jobs.runDelayed()
    expect(await only()).toMatchObject({ status: 'PUSHED', attempts: 2, externalId: '1', problems: [] })
    expect(erp.sales).toMatchObject([{ state: 'confirmed' }])
  })

  it('is given up after ten attempts, and told once', async () => {
    const before = (await events('erp_push.failed')).length
    const orderId = await approved()
    for (let attempt = 1; attempt <= 10; attempt++) {
      erp.mishaps.set('common.db.login', 'BROKEN')
      await jobs.settle()
      expect((await only()).attempts).toBe(attempt)
      clock.set(new Date(clock.now().getTime() + 30 * 3_600_000).toISOString())
      await reconcileOnce(jobs.parts, 0)
    }
    expect(await only()).toMatchObject({ status: 'GIVEN_UP', nextAttemptAt: null, attempts: 10 })
    const failed = await events('erp_push.failed')
    expect(failed).toHaveLength(before + 1)
    expect(failed.at(-1)).toMatchObject({ orderId, status: 'GIVEN_UP' })
    await jobs.settle()
    expect((await only()).attempts).toBe(10)

    await retry()
    expect(await only()).toMatchObject({ status: 'PUSHED', attempts: 1 })
  })

  it('is refused for want of names, with each; once they are set, a retry pushes it', async () => {
    await erp.close()
    erp = await startFakeTryton()
    erp.know({ party: 'K-1', product: 'P-1', tax: 'VAT 19' })
    await update({ url: erp.url, password: erp.password })
    const orderId = await approved()
    await jobs.settle()
    const how = (kind: string) =>
      `Set it with erpCrosswalkSet (kind ${kind}), or give it this name there; then erpPushRetry.`
    expect(await only()).toMatchObject({
      status: 'REFUSED',
      nextAttemptAt: null,
      problems: [
        {
          code: 'ERP_CUSTOMER_UNKNOWN',
          message: `Say what tryton calls the customer "org_c". ${how('CUSTOMER')}`,
          path: ['buyer', 'id'],
        },
        {
          code: 'ERP_ITEM_UNKNOWN',
          message: `Say what tryton calls the item "MAIL". ${how('ITEM')}`,
          path: ['lines', '1', 'sku'],
        },
        {
          code: 'ERP_TAX_UNKNOWN',
          message: `Say what tryton calls the tax "S:19". ${how('TAX')}`,
          path: ['lines', '1', 'taxCategory'],
        },
      ],
    })
    expect((await events('erp_push.failed')).at(-1)).toMatchObject({ orderId, status: 'REFUSED' })
    expect(erp.sales).toEqual([])

    const entries = [
      { kind: 'CUSTOMER', key: 'org_c', externalKey: 'K-1' },
      { kind: 'ITEM', key: 'MAIL', externalKey: 'P-1' },
      { kind: 'TAX', key: 'S:19', externalKey: 'VAT 19' },
    ] as const
    await verbs.run(admin, (ctx) => setErpCrosswalk(ctx, { connectionId, entries: [...entries] }))
    await jobs.settle()
    expect((await only()).status).toBe('REFUSED')
    await retry()
    expect(await only()).toMatchObject({ status: 'PUSHED', problems: [], externalNumber: 'S1' })
    expect(erp.sales).toHaveLength(1)
  })

  it('from its placing on: edited it waits, revised it is changed there, cancelled it is cancelled there', async () => {
    await update({ pushFrom: 'PLACED' })
    const orderId = await addApprovedOrder(verbs, [{}], clock.now())
    await becomes(orderId, 'PLACED', { status: 'PENDING_APPROVAL' })
    await jobs.settle()
    expect(await only()).toMatchObject({ status: 'PUSHED', pushedRevision: 1 })

    await becomes(orderId, 'CHANGES_REQUESTED', { status: 'CHANGES_REQUESTED', quantity: '7' })
    await jobs.settle()
    expect(erp.sales).toMatchObject([{ description: 'Revision 1', lines: [{ quantity: 25 }] }])

    await becomes(orderId, 'RESUBMITTED', { status: 'SUBMITTED', revision: 2 })
    await jobs.settle()
    expect(await only()).toMatchObject({ status: 'PUSHED', revision: 2, pushedRevision: 2, attempts: 1 })
    expect(erp.sales).toMatchObject([{ description: 'Revision 2', state: 'confirmed' }])
    expect(erp.sales[0]?.lines).toMatchObject([{ quantity: 7 }])

    await becomes(orderId, 'CANCELLED', { status: 'CANCELLED' })
    await jobs.settle()
    expect(await only()).toMatchObject({ operation: 'CANCEL', status: 'PUSHED', externalState: 'CANCELLED' })
    expect(erp.sales).toMatchObject([{ state: 'cancelled' }])
  })

  it('what was never there is not cancelled there', async () => {
    const orderId = await addApprovedOrder(verbs, [{}], clock.now())
    await becomes(orderId, 'CANCELLED', { status: 'CANCELLED' })
    await jobs.settle()
    expect(await pushes()).toEqual([])

    erp.mishaps.set('common.db.login', 'BROKEN')
    const other = await approved()
    await jobs.settle()
    expect((await only()).status).toBe('FAILED')
    await becomes(other, 'CANCELLED', { status: 'CANCELLED' })
    await jobs.settle()
    expect(await only()).toMatchObject({ operation: 'CANCEL', status: 'PUSHED', externalId: null })
    expect(erp.sales).toEqual([])
  })

  it('whose queue is lost is found by the reconciler, before and after its push is planned', async () => {
    const orderId = await approved()
    await relayOnce(jobs.parts)
    const queue = jobs.parts.queues.queue('erp-push')
    await queue.obliterate({ force: true })
    await jobs.settle()
    expect(await pushes()).toEqual([])
    clock.set(new Date(clock.now().getTime() + 1000).toISOString())
    await reconcileOnce(jobs.parts, 0)
    erp.mishaps.set('model.sale.sale.create', 'LOST')
    await jobs.settle()
    expect(await only()).toMatchObject({ orderId, status: 'FAILED' })

    await queue.obliterate({ force: true })
    clock.set(new Date(clock.now().getTime() + 60_000).toISOString())
    await reconcileOnce(jobs.parts, 0)
    await jobs.settle()
    expect(await only()).toMatchObject({ status: 'PUSHED' })
    expect(erp.sales).toHaveLength(1)
    expect(await verbs.sql('SELECT id FROM outbox_event WHERE erp_due')).toEqual([])
  })

  it('whose worker died while it pushed is pushed again once the lease is over, and found there', async () => {
    await approved()
    await jobs.settle()
    // As a kill between the ERP's answer and its storing leaves it.
    await verbs.sql(
      `UPDATE erp_push SET status = 'PENDING', next_attempt_at = $1, lease_id = 'lea_dead', lease_until = $2,
         external_id = NULL, pushed_revision = NULL`,
      [clock.now(), new Date(clock.now().getTime() + 360_000)],
    )
    clock.set(new Date(clock.now().getTime() + 359_000).toISOString())
    await reconcileOnce(jobs.parts, 0)
    await jobs.settle()
    expect(await only()).toMatchObject({ status: 'PENDING', attempts: 1 })
    clock.set(new Date(clock.now().getTime() + 2000).toISOString())
    await reconcileOnce(jobs.parts, 0)
    await jobs.settle()
    expect(await only()).toMatchObject({ status: 'PUSHED', attempts: 2, externalId: '1' })
    expect(erp.sales).toHaveLength(1)
  })

  it('waits while its connection is paused, and is not pushed once that is deleted', async () => {
    await update({ status: 'PAUSED' })
    await approved()
    await jobs.settle()
    expect(await only()).toMatchObject({ status: 'PENDING', attempts: 0 })
    await update({ status: 'ACTIVE' })
    clock.set(new Date(clock.now().getTime() + 1000).toISOString())
    await reconcileOnce(jobs.parts, 0)
    await jobs.settle()
    expect(await only()).toMatchObject({ status: 'PUSHED', attempts: 1 })

    erp.mishaps.set('common.db.login', 'BROKEN')
    await approved()
    await jobs.settle()
    await verbs.run(admin, (ctx) => deleteErpConnection(ctx, { connectionId }))
    expect((await pushes()).map(({ status }) => status)).toEqual(['PUSHED', 'GIVEN_UP'])
    const again = async () => {
      const pushIds = (await pushes()).map(({ id }) => id)
      return verbs.run(admin, (ctx) => retryErpPushes(ctx, { pushIds }))
    }
    await expect(again()).rejects.toThrow('ERP_CONNECTION_DELETED')
    expect(erp.sales).toHaveLength(1)
  })

  it('goes into each ERP that its reseller has; orders of before a connection stay out', async () => {
    const early = await approved()
    await jobs.settle()
    const second = await connect({ name: 'Another', database: 'other' })
    const late = await approved()
    await jobs.settle()
    expect((await pushes()).map((push) => [push.orderId, push.connectionId])).toEqual([
      [early, connectionId],
      [late, connectionId],
      [late, second],
    ])
  })

  it('stays a draft there where people confirm', async () => {
    await update({ confirms: false })
    await approved()
    await jobs.settle()
    expect(await only()).toMatchObject({ status: 'PUSHED', externalState: 'DRAFT', externalNumber: null })
    Object.assign(erp.sales[0] ?? {}, { state: 'processing', number: 'S1' })
    await retry()
    expect(await only()).toMatchObject({ externalState: 'IN_PROGRESS', externalNumber: 'S1' })
  })

  it('a test of the connection signs in there; a wrong password and an address that is not public say so', async () => {
    const outcome = async () => {
      await verbs.run(admin, (ctx) => testErpConnection(ctx, { connectionId }))
      await jobs.settle()
      const [row] = await verbs.sql<{ status: string; message: string | null }>(
        'SELECT test_status AS status, test_message AS message FROM erp_connection',
      )
      return row
    }
    expect(await outcome()).toEqual({ status: 'PASSED', message: null })
    await update({ password: 'wrong' })
    expect(await outcome()).toEqual({
      status: 'FAILED',
      message: 'tryton: does not let countersign in: check user and password.',
    })
    await verbs.sql("UPDATE erp_connection SET url = 'https://10.0.0.1'")
    expect(await outcome()).toEqual({
      status: 'FAILED',
      message: 'tryton: The host leads to an address that is not public; nothing was sent.',
    })
    expect(erp.sales).toEqual([])
  })
})
