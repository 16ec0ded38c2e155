import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endSubscriptionsJob } from '../../jobs/end-subscriptions.ts'
import { renewSubscriptionsJob } from '../../jobs/renew-subscriptions.ts'
import { startDueJobs } from '../../jobs/timetable.ts'
import { findCloudSubscription } from '../../src/subscriptions/find-cloud-subscription.ts'
import { renewalsOf, upcomingRenewalOf } from '../../src/subscriptions/renewals-of.ts'
import { renewSubscriptions } from '../../src/subscriptions/renew-subscriptions.ts'
import type { RenewalSnapshot } from '../../src/subscriptions/renewals.events.ts'
import { openOrderWorld, sales, submit, worker, type OrderWorld } from '../orders/order-fixture.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { changed, changeDraft, approve, deliver, of, running } from './change-world.ts'

interface Told {
  type: string
  version: number
  renewal: RenewalSnapshot
}

describe('a cloud subscription whose term ends', () => {
  let world: OrderWorld
  let jobs: JobHarness
  beforeAll(async () => {
    world = await openOrderWorld()
    jobs = await openJobs(world.verbs, {
      clock: world.clock,
      definitions: [renewSubscriptionsJob, endSubscriptionsJob],
    })
    // Two other terms of the same SKU: one is sold, the other no longer.
    await world.verbs.sql(
      `INSERT INTO offer (id, product_id, sku_code, vendor_part_number, name, unit_of_measure, payment_model, charge_timing,
         commitment_term, billing_period, status, max_quantity, created_at, updated_at)
       SELECT 'off_base_' || term, product_id, sku_code, sku_code || term, 'Base ' || term, unit_of_measure, payment_model,
         charge_timing, term, billing_period, CASE term WHEN 'P3Y' THEN 'ON_SALE' ELSE 'END_OF_SALE' END, 300, now(), now()
       FROM offer, unnest(ARRAY['P3Y', 'P2Y']) AS term WHERE id = 'off_base'`,
    )
    await world.verbs.sql(
      `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, valid_from)
       VALUES ('pri_p3y', 'org_up', 'pls_up', 'off_base_P3Y', 'EUR', '10.50', '2026-01-01')`,
    )
    await world.verbs.sql(`UPDATE organization SET time_zone = 'Europe/Berlin' WHERE id = 'org_up'`)
  })
  afterAll(async () => {
    await jobs.close()
    await world.verbs.close()
  })
  /** It begins on 23 November 2026 in Berlin, and renews a year later. */
  beforeEach(async () => {
    const { sql } = world.verbs
    world.clock.set('2026-11-23T09:00:00.000Z')
    await sql('TRUNCATE job_run, subscription_renewal')
    await sql(`UPDATE cloud_subscription SET status = 'CANCELLED' WHERE status = 'ACTIVE'`)
    await sql(`UPDATE price SET valid_to = NULL WHERE id = 'pri_off_base'`)
    await sql(`DELETE FROM price WHERE id = 'pri_next'`)
    await sql(`UPDATE offer SET status = 'ON_SALE' WHERE id = 'off_base'`)
  })

  /** What the timetable starts at this instant; no two tests look in the same ten minutes, of which it does each once. */
  const at = async (instant: string) => {
    world.clock.set(instant)
    await startDueJobs(jobs.parts)
    await jobs.settle()
  }
  const raiseFrom = async (day: string, price = '12.50') => {
    await world.verbs.sql(`UPDATE price SET valid_to = $1 WHERE id = 'pri_off_base'`, [day])
    await world.verbs.sql(
      `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, valid_from)
       VALUES ('pri_next', 'org_up', 'pls_up', 'off_base', 'EUR', $1, $2)`,
      [price, day],
    )
  }
  const row = async (id: string) =>
    (
      await world.verbs.sql(
        `SELECT status, version, offer_id, quantity::float8 AS quantity, unit_price::float8 AS unit_price, item ->> 'commitmentTerm' AS term,
           term_start_date::text AS counted_from, commitment_end_date::text AS ends, next_billing_date::text AS bills,
           renewal_term, renewal_quantity, windows FROM cloud_subscription WHERE id = $1`,
        [id],
      )
    )[0]
  const told = (id: string) =>
    world.verbs.sql<Told>(
      `SELECT type, subject_version AS version, data -> 'renewal' AS renewal FROM outbox_event
       WHERE subject_id = $1 AND type IN ('subscription.renewal_upcoming', 'subscription.renewal_held', 'subscription.renewed', 'subscription.expired')
       ORDER BY id`,
      [id],
    )
  const types = async (id: string) => (await told(id)).map(({ type }) => type)
  const seen = (id: string) =>
    world.verbs.read(sales, async (ctx) => {
      const subscription = await findCloudSubscription(ctx, id)
      if (!subscription) throw new Error('It cannot be seen')
      const upcoming = await upcomingRenewalOf(ctx, subscription)
      const renewals = await renewalsOf(ctx, subscription)
      return {
        upcoming: upcoming && [upcoming.status, upcoming.renewsOn, upcoming.unitPrice, upcoming.hold],
        renewals: renewals.map((one) => [one.renewsOn, one.before.unitPrice, one.unitPrice]),
      }
    })

  it('is told thirty days before with the price of that day, and renews at it, on its day in its seller’s time zone', async () => {
    const id = await running(world.verbs)
    await raiseFrom('2027-11-01')
    // 24 October begins in Berlin at 22:00 UTC: summer time still holds.
    await at('2027-10-23T21:59:59.000Z')
    expect(await types(id)).toEqual([])
    await at('2027-10-23T22:00:00.000Z')
    const renewal = {
      renewsOn: '2027-11-23',
      hold: null,
      offerId: 'off_base',
      offerName: 'BASE',
      quantity: '25',
      unitPrice: { amount: '12.50', currency: 'EUR' },
      tieredPrice: null,
      priceSource: 'PRICE_LIST',
      commitmentTerm: 'P1Y',
      termEndDate: '2028-11-23',
      before: {
        offerId: 'off_base',
        offerName: 'BASE',
        quantity: '25',
        unitPrice: { amount: '11.70', currency: 'EUR' },
        commitmentTerm: 'P1Y',
        termStartDate: '2026-11-23',
        termEndDate: '2027-11-23',
      },
    }
    expect(await told(id)).toEqual([{ type: 'subscription.renewal_upcoming', version: 1, renewal }])
    expect(await seen(id)).toEqual({ upcoming: ['UPCOMING', '2027-11-23', '12.5', null], renewals: [] })

    // A list that is changed after the notice changes nothing that was told.
    await world.verbs.sql(`UPDATE price SET unit_price = 99 WHERE id = 'pri_next'`)
    // 23 November begins at 23:00 UTC: it is winter.
    await at('2027-11-22T22:59:59.000Z')
    expect(await row(id)).toMatchObject({ version: 1, ends: '2027-11-23', unit_price: 11.7 })
    await at('2027-11-22T23:00:00.000Z')
    expect(await row(id)).toEqual({
      status: 'ACTIVE',
      version: 2,
      offer_id: 'off_base',
      quantity: 25,
      unit_price: 12.5,
      term: 'P1Y',
      counted_from: '2026-11-23',
      ends: '2028-11-23',
      bills: '2027-12-23',
      renewal_term: null,
      renewal_quantity: null,
      windows: [{ until: '2027-11-30', floor: '0' }],
    })
    expect(await told(id)).toEqual([
      { type: 'subscription.renewal_upcoming', version: 1, renewal },
      { type: 'subscription.renewed', version: 2, renewal },
    ])
    expect(await seen(id)).toEqual({ upcoming: null, renewals: [['2027-11-23', '11.7', '12.5']] })
  })

  it('renews with the tiers of then, at the unit price of the one that it falls into', async () => {
    const id = await running(world.verbs)
    await raiseFrom('2027-11-01')
    const tiers = [
      { upTo: '20', unitPrice: '12.50' },
      { upTo: null, unitPrice: '10' },
    ]
    await world.verbs.sql(`UPDATE price SET model = 'VOLUME', tiers = $1 WHERE id = 'pri_next'`, [
      JSON.stringify(tiers),
    ])
    await at('2027-10-25T10:00:00.000Z')
    const tieredPrice = { model: 'VOLUME', tiers }
    expect(await told(id)).toMatchObject([
      { type: 'subscription.renewal_upcoming', renewal: { unitPrice: { amount: '10.00' }, tieredPrice } },
    ])
    await at('2027-11-23T10:00:00.000Z')
    expect(
      await world.verbs.sql(
        'SELECT unit_price::float8 AS unit_price, tiered_price FROM cloud_subscription WHERE id = $1',
        [id],
      ),
    ).toEqual([{ unit_price: 10, tiered_price: tieredPrice }])
  })

  it('renews once, however many runs there are and whenever they die', async () => {
    const id = await running(world.verbs)
    world.clock.set('2027-11-23T09:00:00.000Z')
    const before = await row(id)
    await expect(
      world.verbs.run(worker, async (ctx) => {
        expect(await renewSubscriptions(ctx, 30)).toEqual({ told: 1, renewed: 1 })
        await ctx.em.flush()
        throw new Error('killed before the commit')
      }),
    ).rejects.toThrow('killed')
    expect(await row(id)).toEqual(before)
    expect(await types(id)).toEqual([])

    const run = () => world.verbs.run(worker, (ctx) => renewSubscriptions(ctx, 30))
    const counts = await Promise.all([run(), run(), run()])
    expect(counts.reduce((sum, { renewed }) => sum + renewed, 0)).toBe(1)
    await at('2027-11-23T10:00:00.000Z')
    await at('2027-11-23T10:10:00.000Z')
    expect(await row(id)).toMatchObject({ version: 2, ends: '2028-11-23' })
    expect(await types(id)).toEqual(['subscription.renewal_upcoming', 'subscription.renewed'])
    expect((await seen(id)).renewals).toHaveLength(1)
  })

  it('is told anew when its settings change, and renews into another term and quantity', async () => {
    const id = await running(world.verbs)
    await at('2027-11-01T09:00:00.000Z')
    const wanted = { action: 'CHANGE_RENEWAL', renewalTerm: 'P3Y', renewalQuantity: '20' } as const
    await changed(world.verbs, [of(id, wanted)])
    await at('2027-11-02T09:00:00.000Z')
    await at('2027-11-03T09:00:00.000Z')
    expect((await told(id)).map(({ type, renewal }) => [type, renewal.offerId, renewal.quantity])).toEqual([
      ['subscription.renewal_upcoming', 'off_base', '25'],
      ['subscription.renewal_upcoming', 'off_base_P3Y', '20'],
    ])
    await at('2027-11-23T09:00:00.000Z')
    const settled = { version: 3, renewal_term: null, renewal_quantity: null }
    const bought = { offer_id: 'off_base_P3Y', quantity: 20, unit_price: 10.5, term: 'P3Y' }
    const days = { counted_from: '2027-11-23', ends: '2030-11-23', bills: '2027-12-23' }
    expect(await row(id)).toMatchObject({ ...settled, ...bought, ...days })
    const renewed = (await told(id)).at(-1)
    expect(renewed).toMatchObject({ type: 'subscription.renewed', version: 3 })
    expect(renewed?.renewal).toMatchObject({ commitmentTerm: 'P3Y', termEndDate: '2030-11-23' })
    expect(renewed?.renewal.before).toMatchObject({ commitmentTerm: 'P1Y', quantity: '25' })
  })

  it('goes on at its last price when its offer is no longer sold', async () => {
    const id = await running(world.verbs)
    await raiseFrom('2027-11-01')
    await world.verbs.sql(`UPDATE offer SET status = 'END_OF_SALE' WHERE id = 'off_base'`)
    await at('2027-11-23T11:00:00.000Z')
    expect(await row(id)).toMatchObject({ unit_price: 11.7, ends: '2028-11-23' })
    expect((await told(id)).map(({ renewal }) => renewal.priceSource)).toEqual(['LAST_PRICE', 'LAST_PRICE'])
  })

  it('is held without a price, told once, runs on, and renews when somebody sets one', async () => {
    const id = await running(world.verbs)
    await world.verbs.sql(`UPDATE price SET valid_to = '2027-01-01' WHERE id = 'pri_off_base'`)
    await at('2027-10-30T09:00:00.000Z')
    await at('2027-10-31T09:00:00.000Z')
    await at('2027-11-25T09:00:00.000Z')
    expect((await told(id)).map(({ type, renewal }) => [type, renewal.hold, renewal.unitPrice])).toEqual([
      ['subscription.renewal_held', 'PRICE_MISSING', null],
    ])
    expect(await row(id)).toMatchObject({ status: 'ACTIVE', version: 1, ends: '2027-11-23' })
    expect((await seen(id)).upcoming).toEqual(['HELD', '2027-11-23', null, 'PRICE_MISSING'])

    await raiseFrom('2027-11-26', '13')
    await at('2027-11-27T09:00:00.000Z')
    expect(await types(id)).toEqual([
      'subscription.renewal_held',
      'subscription.renewal_upcoming',
      'subscription.renewed',
    ])
    expect(await row(id)).toMatchObject({ unit_price: 13, ends: '2028-11-23' })
  })

  it.each([
    ['P2Y', '2027-11-23T12:00:00.000Z'],
    ['P5Y', '2027-11-23T13:00:00.000Z'],
  ])('is held when nobody sells it for %s', async (renewalTerm, instant) => {
    const id = await running(world.verbs)
    await changed(world.verbs, [of(id, { action: 'CHANGE_RENEWAL', renewalTerm })])
    await at(instant)
    expect((await told(id)).map(({ renewal }) => renewal.hold)).toEqual(['TERM_NOT_SOLD'])
    expect(await row(id)).toMatchObject({ version: 2, ends: '2027-11-23', renewal_term: renewalTerm })
  })

  it('expires with its add-ons when it does not renew, and nothing is told before', async () => {
    const id = await running(world.verbs)
    await changed(world.verbs, [of(id, { action: 'ADD', offerId: 'off_addon', quantity: '5' })])
    await changed(world.verbs, [of(id, { action: 'CHANGE_RENEWAL', autoRenew: false })])
    const [addOn] = await world.verbs.sql<{ id: string }>(
      'SELECT id FROM cloud_subscription WHERE base_subscription_id = $1',
      [id],
    )
    await at('2027-11-22T22:49:59.000Z')
    expect(await types(id)).toEqual([])
    expect(await row(id)).toMatchObject({ status: 'ACTIVE' })
    await at('2027-11-22T23:10:00.000Z')
    expect(await row(id)).toMatchObject({ status: 'EXPIRED', bills: null })
    expect(await types(id)).toEqual(['subscription.expired'])
    expect(await row(addOn?.id ?? '')).toMatchObject({ status: 'EXPIRED' })
  })

  it('does not renew once its end is ordered', async () => {
    const id = await running(world.verbs)
    world.clock.set('2027-05-01T09:00:00.000Z')
    await changed(
      world.verbs,
      [of(id, { action: 'CANCEL', when: 'END_OF_TERM', reason: 'Moved.' })],
      'CANCELLATION',
    )
    await at('2027-11-01T14:00:00.000Z')
    await at('2027-11-23T14:00:00.000Z')
    expect(await types(id)).toEqual([])
    expect(await row(id)).toMatchObject({ status: 'CANCELLED', ends: '2027-11-23' })
  })

  it('renews though a change that was ordered before is delivered after its term', async () => {
    const id = await running(world.verbs)
    world.clock.set('2027-11-22T09:00:00.000Z')
    const draft = await changeDraft(world.verbs, [of(id, { action: 'CHANGE_QUANTITY', quantity: '30' })])
    const order = await submit(world.verbs, draft)
    await approve(world.verbs, order.id)
    world.clock.set('2027-11-23T09:00:00.000Z')
    await deliver(world.verbs, order.id)
    expect(await row(id)).toMatchObject({ quantity: 30, ends: '2027-11-23', unit_price: 11.7 })
    await at('2027-11-23T15:10:00.000Z')
    expect(await row(id)).toMatchObject({ quantity: 30, ends: '2028-11-23' })
    expect(await types(id)).toEqual(['subscription.renewal_upcoming', 'subscription.renewed'])
  })

  it('catches up term by term when nobody looked for years', async () => {
    const id = await running(world.verbs)
    await at('2029-01-10T09:00:00.000Z')
    await at('2029-01-10T09:10:00.000Z')
    await at('2029-01-10T09:20:00.000Z')
    expect((await seen(id)).renewals.map(([day]) => day)).toEqual(['2027-11-23', '2028-11-23'])
    expect(await row(id)).toMatchObject({ version: 3, ends: '2029-11-23' })
  })
})
