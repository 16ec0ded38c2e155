import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrderItemInput } from '../../src/orders/order.inputs.ts'
import { openOrderWorld, type OrderWorld } from '../orders/order-fixture.ts'
import { place, previewOf, promotion } from '../orders/promotion-fixture.ts'
import { approve, changeDraft, changed, deliver, of } from './change-world.ts'

/** Today is 23 November 2026. 25 x 11.70 = 292.50 a month, 219.38 at a quarter off. */
describe('a subscription that was ordered with a promotion', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
    await world.verbs.sql(
      `INSERT INTO offer (id, product_id, sku_code, vendor_part_number, name, unit_of_measure, payment_model, charge_timing,
         commitment_term, billing_period, created_at, updated_at)
       VALUES ('off_premium', 'prd_suite', 'PREMIUM', 'PREMIUM', 'Premium', 'SEAT', 'RECURRING', 'IN_ADVANCE', 'P1Y', 'P1M', now(), now())`,
    )
    await world.verbs.sql(
      `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, valid_from)
       VALUES ('pri_premium', 'org_up', 'pls_up', 'off_premium', 'EUR', '12', '2026-01-01')`,
    )
  })
  afterAll(() => world.verbs.close())

  interface Row {
    id: string
    promotion: { code: string; endsOn: string | null } | null
  }
  const running = async (more: Parameters<typeof promotion>[1] = {}, item: Partial<OrderItemInput> = {}) => {
    const { code } = await promotion(world.verbs, more)
    const { id: orderId } = await place(world.verbs, { promotionCode: code, ...item })
    await approve(world.verbs, orderId)
    await deliver(world.verbs, orderId)
    const [row] = await world.verbs.sql<Row>(
      'SELECT id, promotion FROM cloud_subscription WHERE order_id = $1',
      [orderId],
    )
    return { ...(row ?? { id: '', promotion: null }), code }
  }
  const first = async (orderId: string) => (await previewOf(world.verbs, orderId)).firstInvoiceTotal.amount

  it('keeps what it takes off and until when, and tells it', async () => {
    const { id, code, promotion: kept } = await running()
    expect(kept).toMatchObject({ code, percentOff: '25', endsOn: '2027-02-23' })
    const [event] = await world.verbs.sql<{ told: object }>(
      `SELECT data #> '{subscription,promotion}' AS told FROM outbox_event WHERE subject_id = $1`,
      [id],
    )
    expect(event?.told).toEqual(kept)
  })

  it.each<[string, Parameters<typeof promotion>[1], Partial<OrderItemInput>, string | null | undefined]>([
    ['for the whole term: until it renews', { billingPeriods: null }, {}, '2027-11-23'],
    // Billed on the 10th: the first days, then the month to 10 January.
    ['for two periods up to a shared end', { billingPeriods: 2 }, { coTermDate: '2027-03-10' }, '2027-01-10'],
    [
      'for a first term that is shortened',
      { billingPeriods: null },
      { coTermDate: '2027-03-10' },
      '2027-03-10',
    ],
    ['off the setup fee: not at all', { components: ['SETUP'] }, {}, undefined],
  ])('lasts %s', async (_what, more, item, endsOn) => {
    await world.verbs.sql(`UPDATE price SET setup_fee = 5 WHERE offer_id = 'off_base'`)
    const { promotion: kept } = await running(more, item)
    expect(kept?.endsOn).toBe(endsOn)
    await world.verbs.sql(`UPDATE price SET setup_fee = 0 WHERE offer_id = 'off_base'`)
  })

  // The same day, all 30 days of the period are left.
  it('is credited for what was charged, and no more', async () => {
    const { id } = await running()
    const { id: orderId } = await changeDraft(
      world.verbs,
      [of(id, { action: 'CANCEL', reason: 'Closed', when: 'NOW' })],
      'CANCELLATION',
    )
    expect(await first(orderId)).toBe('-219.38')
  })

  it('costs nothing more and gives nothing back when all of it was taken off', async () => {
    const { id } = await running({ percentOff: '100', billingPeriods: null })
    const more = await changeDraft(world.verbs, [of(id, { action: 'CHANGE_QUANTITY', quantity: '30' })])
    expect(await first(more.id)).toBe('0.00')
    const end = [of(id, { action: 'CANCEL', reason: 'Closed', when: 'NOW' })]
    expect(await first((await changeDraft(world.verbs, end, 'CANCELLATION')).id)).toBe('0.00')
  })

  // 30 x 11.70 = 351.00 less a quarter is 263.25; 263.25 - 219.38.
  it('takes more units at the promotion while that lasts, and goes on with it', async () => {
    const { id } = await running()
    const orderId = await changed(world.verbs, [of(id, { action: 'CHANGE_QUANTITY', quantity: '30' })])
    expect(await first(orderId)).toBe('43.87')
    const [row] = await world.verbs.sql<Row>('SELECT id, promotion FROM cloud_subscription WHERE id = $1', [
      id,
    ])
    expect(row?.promotion?.endsOn).toBe('2027-02-23')
  })

  // 25 x 12 = 300.00 at the full price, less the 219.38 that were charged.
  it('leaves it behind with another plan', async () => {
    const { id } = await running()
    const orderId = await changed(world.verbs, [of(id, { action: 'SWITCH_PLAN', offerId: 'off_premium' })])
    expect(await first(orderId)).toBe('80.62')
    const [row] = await world.verbs.sql<Row>('SELECT id, promotion FROM cloud_subscription WHERE id = $1', [
      id,
    ])
    expect(row?.promotion).toBeNull()
  })
})
