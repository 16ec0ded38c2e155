import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOrderWorld, type OrderWorld } from '../orders/order-fixture.ts'
import { place, previewOf, promotion } from '../orders/promotion-fixture.ts'
import { approve, changeDraft, changed, deliver, of } from './change-world.ts'

const upTo20 = (first: string, rest: string) => [
  { upTo: '20', unitPrice: first },
  { upTo: null, unitPrice: rest },
]

/** Today is 23 November 2026: of a period that begins today, all is left. */
describe('a subscription that is charged by tiers', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
    for (const [name, model, tiers] of [
      ['graduated', 'TIERED', upTo20('12', '9')],
      ['volume', 'VOLUME', upTo20('12', '9')],
    ] as const) {
      await world.verbs.sql(
        `INSERT INTO offer (id, product_id, sku_code, vendor_part_number, name, unit_of_measure, payment_model, charge_timing,
           commitment_term, billing_period, created_at, updated_at)
         SELECT $1, product_id, $2, $2, $2, unit_of_measure, payment_model, charge_timing, commitment_term, billing_period,
           created_at, updated_at FROM offer WHERE id = 'off_base'`,
        [`off_${name}`, name.toUpperCase()],
      )
      await world.verbs.sql(
        `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, model, tiers, valid_from)
         VALUES ($1, 'org_up', 'pls_up', $2, 'EUR', '12', $3, $4, '2026-01-01')`,
        [`pri_${name}`, `off_${name}`, model, JSON.stringify(tiers)],
      )
    }
  })
  afterAll(() => world.verbs.close())

  interface Row {
    id: string
    unit_price: string
    tiered_price: object | null
  }
  const rowOf = async (id: string) =>
    (
      await world.verbs.sql<Row>(
        'SELECT id, unit_price::float::text AS unit_price, tiered_price FROM cloud_subscription WHERE id = $1',
        [id],
      )
    )[0]
  async function running(offerId: string, quantity: string, promotionCode?: string): Promise<string> {
    const { id: orderId } = await place(world.verbs, {
      offerId,
      quantity,
      ...(promotionCode ? { promotionCode } : {}),
    })
    await approve(world.verbs, orderId)
    await deliver(world.verbs, orderId)
    const [row] = await world.verbs.sql<{ id: string }>(
      'SELECT id FROM cloud_subscription WHERE order_id = $1',
      [orderId],
    )
    return row?.id ?? ''
  }
  const first = async (orderId: string) => (await previewOf(world.verbs, orderId)).firstInvoiceTotal.amount
  const to = (id: string, quantity: string) =>
    changeDraft(world.verbs, [of(id, { action: 'CHANGE_QUANTITY', quantity })])
  const end = (id: string) =>
    changeDraft(world.verbs, [of(id, { action: 'CANCEL', reason: 'Closed', when: 'NOW' })], 'CANCELLATION')

  it.each([
    // 20 x 12 + 5 x 9 = 285; 20 x 12 + 10 x 9 = 330; 15 x 12 = 180.
    ['graduated', 'TIERED', '45.00', '-105.00', '-285.00'],
    // 25 x 9 = 225; 30 x 9 = 270; 15 x 12 = 180.
    ['volume', 'VOLUME', '45.00', '-45.00', '-225.00'],
  ])(
    '(%s) costs for more, gives back for fewer and at its end what its tiers say',
    async (name, model, more, fewer, all) => {
      const id = await running(`off_${name}`, '25')
      expect((await rowOf(id))?.tiered_price).toEqual({ model, tiers: upTo20('12', '9') })
      expect(await first((await to(id, '30')).id)).toBe(more)
      expect(await first((await to(id, '15')).id)).toBe(fewer)
      expect(await first((await end(id)).id)).toBe(all)
    },
  )

  it('keeps its tiers over a change, and shows the unit price of the one that it is in', async () => {
    const id = await running('off_volume', '25')
    expect((await rowOf(id))?.unit_price).toBe('9')
    await changed(world.verbs, [of(id, { action: 'CHANGE_QUANTITY', quantity: '20' })])
    expect(await rowOf(id)).toEqual({
      id,
      unit_price: '12',
      tiered_price: { model: 'VOLUME', tiers: upTo20('12', '9') },
    })
    // 20 x 12 = 240, all of which was charged today.
    expect(await first((await end(id)).id)).toBe('-240.00')
    const [event] = await world.verbs.sql<{ told: object }>(
      `SELECT data #> '{subscription,tieredPrice}' AS told FROM outbox_event WHERE subject_id = $1
       ORDER BY feed_position DESC NULLS FIRST, id DESC LIMIT 1`,
      [id],
    )
    expect(event?.told).toEqual({ model: 'VOLUME', tiers: upTo20('12', '9') })
  })

  it('takes the tiers of the plan that it switches to, and leaves them with the next', async () => {
    const id = await running('off_base', '25')
    // 285.00 less 25 x 11.70 = 292.50.
    const switched = await changed(world.verbs, [of(id, { action: 'SWITCH_PLAN', offerId: 'off_graduated' })])
    expect(await first(switched)).toBe('-7.50')
    expect((await rowOf(id))?.tiered_price).toEqual({ model: 'TIERED', tiers: upTo20('12', '9') })
    const back = await changed(world.verbs, [of(id, { action: 'SWITCH_PLAN', offerId: 'off_base' })])
    expect(await first(back)).toBe('7.50')
    expect(await rowOf(id)).toEqual({ id, unit_price: '11.7', tiered_price: null })
  })

  it('is credited less what a promotion took off its tiers', async () => {
    const { code } = await promotion(world.verbs)
    const id = await running('off_graduated', '25', code)
    // 285.00 less a quarter: 213.75.
    expect(await first((await end(id)).id)).toBe('-213.75')
  })
})
