import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { reconcileOnce } from '../../jobs/reconcile.ts'
import { relayOnce } from '../../jobs/relay-outbox.ts'
import { deleteErpConnection } from '../../src/erp/delete-erp-connection.ts'
import { retryErpPushes } from '../../src/erp/retry-erp-pushes.ts'
import { admin } from '../subscriptions/approved-order.ts'
import { PushScene } from './push-scene.ts'

describe('an order that does not get into an ERP at once', () => {
  const scene = new PushScene()
  beforeAll(() => scene.open())
  beforeEach(() => scene.fresh())
  afterAll(() => scene.close())

  it('is one sale when the answer is lost after it was made, tried again by itself', async () => {
    scene.erp.mishaps.set('model.sale.sale.create', 'LOST')
    await scene.approved()
    await scene.jobs.settle()

    const failed = await scene.only()
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
    const wait = (failed.nextAttemptAt?.getTime() ?? 0) - scene.clock.now().getTime()
    expect(wait).toBeGreaterThanOrEqual(24_000)
    expect(wait).toBeLessThanOrEqual(36_000)
    expect(scene.erp.sales).toMatchObject([{ state: 'draft' }])

    scene.later(37_000)
    await scene.jobs.runDelayed()
    expect(await scene.only()).toMatchObject({ status: 'PUSHED', attempts: 2, externalId: '1', problems: [] })
    expect(scene.erp.sales).toMatchObject([{ state: 'confirmed' }])
  })

  it('is given up after ten attempts, and told once', async () => {
    const before = (await scene.events('erp_push.failed')).length
    const orderId = await scene.approved()
    for (let attempt = 1; attempt <= 10; attempt++) {
      scene.erp.mishaps.set('common.db.login', 'BROKEN')
      await scene.jobs.settle()
      expect((await scene.only()).attempts).toBe(attempt)
      scene.later(30 * 3_600_000)
      await reconcileOnce(scene.jobs.parts, 0)
    }
    expect(await scene.only()).toMatchObject({ status: 'GIVEN_UP', nextAttemptAt: null, attempts: 10 })
    const failed = await scene.events('erp_push.failed')
    expect(failed).toHaveLength(before + 1)
    expect(failed.at(-1)).toMatchObject({ orderId, status: 'GIVEN_UP' })
    await scene.jobs.settle()
    expect((await scene.only()).attempts).toBe(10)

    await scene.retry()
    expect(await scene.only()).toMatchObject({ status: 'PUSHED', attempts: 1 })
  })

  it('whose queue is lost is found by the reconciler, before and after its push is planned', async () => {
    const orderId = await scene.approved()
    await relayOnce(scene.jobs.parts)
    const queue = scene.jobs.parts.queues.queue('erp-push')
    await queue.obliterate({ force: true })
    await scene.jobs.settle()
    expect(await scene.pushes()).toEqual([])
    scene.later(1000)
    await reconcileOnce(scene.jobs.parts, 0)
    scene.erp.mishaps.set('model.sale.sale.create', 'LOST')
    await scene.jobs.settle()
    expect(await scene.only()).toMatchObject({ orderId, status: 'FAILED' })

    await queue.obliterate({ force: true })
    await scene.reconciled(60_000)
    expect(await scene.only()).toMatchObject({ status: 'PUSHED' })
    expect(scene.erp.sales).toHaveLength(1)
    expect(await scene.verbs.sql('SELECT id FROM outbox_event WHERE erp_due')).toEqual([])
  })

  it('whose worker died while it pushed is pushed again once the lease is over, and found there', async () => {
    await scene.approved()
    await scene.jobs.settle()
    // As a kill between the ERP's answer and its storing leaves it.
    await scene.verbs.sql(
      `UPDATE erp_push SET status = 'PENDING', next_attempt_at = $1, lease_id = 'lea_dead', lease_until = $2,
         external_id = NULL, pushed_revision = NULL`,
      [scene.clock.now(), new Date(scene.clock.now().getTime() + 360_000)],
    )
    await scene.reconciled(359_000)
    expect(await scene.only()).toMatchObject({ status: 'PENDING', attempts: 1 })
    await scene.reconciled(2000)
    expect(await scene.only()).toMatchObject({ status: 'PUSHED', attempts: 2, externalId: '1' })
    expect(scene.erp.sales).toHaveLength(1)
  })

  it('waits while its connection is paused, and is not pushed once that is deleted', async () => {
    await scene.update({ status: 'PAUSED' })
    await scene.approved()
    await scene.jobs.settle()
    expect(await scene.only()).toMatchObject({ status: 'PENDING', attempts: 0 })
    await scene.update({ status: 'ACTIVE' })
    await scene.reconciled(1000)
    expect(await scene.only()).toMatchObject({ status: 'PUSHED', attempts: 1 })

    scene.erp.mishaps.set('common.db.login', 'BROKEN')
    await scene.approved()
    await scene.jobs.settle()
    await scene.verbs.run(admin, (ctx) => deleteErpConnection(ctx, { connectionId: scene.connectionId }))
    expect((await scene.pushes()).map(({ status }) => status)).toEqual(['PUSHED', 'GIVEN_UP'])
    const again = async () => {
      const pushIds = (await scene.pushes()).map(({ id }) => id)
      return scene.verbs.run(admin, (ctx) => retryErpPushes(ctx, { pushIds }))
    }
    await expect(again()).rejects.toThrow('ERP_CONNECTION_DELETED')
    expect(scene.erp.sales).toHaveLength(1)
  })
})
