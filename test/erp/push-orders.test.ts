import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setErpCrosswalk } from '../../src/erp/set-erp-crosswalk.ts'
import { testErpConnection } from '../../src/erp/test-erp-connection.ts'
import { addApprovedOrder, admin } from '../subscriptions/approved-order.ts'
import { PushScene } from './push-scene.ts'

describe('an order on its way into an ERP', () => {
  const scene = new PushScene()
  beforeAll(() => scene.open())
  beforeEach(() => scene.fresh())
  afterAll(() => scene.close())

  it('is a sale there once it is approved; its number and state are read back', async () => {
    const orderId = await scene.approved()
    await scene.jobs.settle()

    expect(await scene.only()).toMatchObject({
      connectionId: scene.connectionId,
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
    const push = await scene.only()
    expect(scene.erp.sales).toMatchObject([
      { reference: push.orderNumber, state: 'confirmed', description: 'Revision 1' },
    ])
    expect(scene.erp.sales[0]?.lines).toMatchObject([{ quantity: 25, unit_price: { decimal: '11.7' } }])
    expect((await scene.events('erp_push.completed')).at(-1)).toMatchObject({ orderId, externalNumber: 'S1' })
  })

  it('is refused for want of names, with each; once they are set, a retry pushes it', async () => {
    await scene.anotherErp()
    scene.erp.know({ party: 'K-1', product: 'P-1', tax: 'VAT 19' })
    await scene.update({ url: scene.erp.url, password: scene.erp.password })
    const orderId = await scene.approved()
    await scene.jobs.settle()
    const how = (kind: string) =>
      `Set it with erpCrosswalkSet (kind ${kind}), or give it this name there; then erpPushRetry.`
    expect(await scene.only()).toMatchObject({
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
    expect((await scene.events('erp_push.failed')).at(-1)).toMatchObject({ orderId, status: 'REFUSED' })
    expect(scene.erp.sales).toEqual([])

    const entries = [
      { kind: 'CUSTOMER', key: 'org_c', externalKey: 'K-1' },
      { kind: 'ITEM', key: 'MAIL', externalKey: 'P-1' },
      { kind: 'TAX', key: 'S:19', externalKey: 'VAT 19' },
    ] as const
    await scene.verbs.run(admin, (ctx) =>
      setErpCrosswalk(ctx, { connectionId: scene.connectionId, entries: [...entries] }),
    )
    await scene.jobs.settle()
    expect((await scene.only()).status).toBe('REFUSED')
    await scene.retry()
    expect(await scene.only()).toMatchObject({ status: 'PUSHED', problems: [], externalNumber: 'S1' })
    expect(scene.erp.sales).toHaveLength(1)
  })

  it('from its placing on: edited it waits, revised it is changed there, cancelled it is cancelled there', async () => {
    await scene.update({ pushFrom: 'PLACED' })
    const orderId = await addApprovedOrder(scene.verbs, [{}], scene.clock.now())
    await scene.becomes(orderId, 'PLACED', { status: 'PENDING_APPROVAL' })
    await scene.jobs.settle()
    expect(await scene.only()).toMatchObject({ status: 'PUSHED', pushedRevision: 1 })

    await scene.becomes(orderId, 'CHANGES_REQUESTED', { status: 'CHANGES_REQUESTED', quantity: '7' })
    await scene.jobs.settle()
    expect(scene.erp.sales).toMatchObject([{ description: 'Revision 1', lines: [{ quantity: 25 }] }])

    await scene.becomes(orderId, 'RESUBMITTED', { status: 'SUBMITTED', revision: 2 })
    await scene.jobs.settle()
    expect(await scene.only()).toMatchObject({
      status: 'PUSHED',
      revision: 2,
      pushedRevision: 2,
      attempts: 1,
    })
    expect(scene.erp.sales).toMatchObject([{ description: 'Revision 2', state: 'confirmed' }])
    expect(scene.erp.sales[0]?.lines).toMatchObject([{ quantity: 7 }])

    await scene.becomes(orderId, 'CANCELLED', { status: 'CANCELLED' })
    await scene.jobs.settle()
    expect(await scene.only()).toMatchObject({
      operation: 'CANCEL',
      status: 'PUSHED',
      externalState: 'CANCELLED',
    })
    expect(scene.erp.sales).toMatchObject([{ state: 'cancelled' }])
  })

  it('what was never there is not cancelled there', async () => {
    const orderId = await addApprovedOrder(scene.verbs, [{}], scene.clock.now())
    await scene.becomes(orderId, 'CANCELLED', { status: 'CANCELLED' })
    await scene.jobs.settle()
    expect(await scene.pushes()).toEqual([])

    scene.erp.mishaps.set('common.db.login', 'BROKEN')
    const other = await scene.approved()
    await scene.jobs.settle()
    expect((await scene.only()).status).toBe('FAILED')
    await scene.becomes(other, 'CANCELLED', { status: 'CANCELLED' })
    await scene.jobs.settle()
    expect(await scene.only()).toMatchObject({ operation: 'CANCEL', status: 'PUSHED', externalId: null })
    expect(scene.erp.sales).toEqual([])
  })

  it('goes into each ERP that its reseller has; orders of before a connection stay out', async () => {
    const early = await scene.approved()
    await scene.jobs.settle()
    const second = await scene.connect({ name: 'Another', database: 'other' })
    const late = await scene.approved()
    await scene.jobs.settle()
    expect((await scene.pushes()).map((push) => [push.orderId, push.connectionId])).toEqual([
      [early, scene.connectionId],
      [late, scene.connectionId],
      [late, second],
    ])
  })

  it('stays a draft there where people confirm', async () => {
    await scene.update({ confirms: false })
    await scene.approved()
    await scene.jobs.settle()
    expect(await scene.only()).toMatchObject({
      status: 'PUSHED',
      externalState: 'DRAFT',
      externalNumber: null,
    })
    Object.assign(scene.erp.sales[0] ?? {}, { state: 'processing', number: 'S1' })
    await scene.retry()
    expect(await scene.only()).toMatchObject({ externalState: 'IN_PROGRESS', externalNumber: 'S1' })
  })

  it('a test of the connection signs in there; a wrong password and an address that is not public say so', async () => {
    const outcome = async () => {
      await scene.verbs.run(admin, (ctx) => testErpConnection(ctx, { connectionId: scene.connectionId }))
      await scene.jobs.settle()
      const [row] = await scene.verbs.sql<{ status: string; message: string | null }>(
        'SELECT test_status AS status, test_message AS message FROM erp_connection',
      )
      return row
    }
    expect(await outcome()).toEqual({ status: 'PASSED', message: null })
    await scene.update({ password: 'wrong' })
    expect(await outcome()).toEqual({
      status: 'FAILED',
      message: 'tryton: does not let countersign in: check user and password.',
    })
    await scene.verbs.sql("UPDATE erp_connection SET url = 'https://10.0.0.1'")
    expect(await outcome()).toEqual({
      status: 'FAILED',
      message: 'tryton: The host leads to an address that is not public; nothing was sent.',
    })
    expect(scene.erp.sales).toEqual([])
  })
})
