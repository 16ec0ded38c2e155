import 'reflect-metadata'
import { describe, expect, it, test } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import type { Ctx } from '../../src/access/ctx.ts'
import { estimateInvoice } from '../../src/catalog/estimate-invoice.ts'
import { findPriceList } from '../../src/catalog/find-price-list.ts'
import { Offer } from '../../src/catalog/offer.entity.ts'
import { priceOffer } from '../../src/catalog/price-offer.ts'
import { pricesOfList } from '../../src/catalog/prices-of-list.ts'
import { kunde, lakeside, meridian, now } from './catalog-fixture.ts'

import {
  admin,
  below,
  create,
  day,
  harness,
  offerId,
  problems,
  quote,
  set,
  toBoat,
  usePriceLists,
} from './price-list-fixture.ts'

usePriceLists()

describe('who pays what', () => {
  it('a customer pays by its own list, other customers by the list for everybody', async () => {
    await create(admin, { basis: 'COST_PLUS', percent: '15' })
    await create(admin, { basis: 'LIST_MINUS', percent: '12.5', organizationId: 'org_kunde' })
    expect(await quote(meridian, 'org_kunde')).toMatchObject({ unitPrice: '8.75', setupFee: '3.5' })
    expect(await quote(meridian, 'org_other')).toMatchObject({ unitPrice: '11.5', setupFee: '4.6' })
    expect((await quote(kunde, 'org_kunde'))?.unitPrice).toBe('8.75')
  })

  // The platform charges 10, Meridian asks 16 of Lakeside and 20 of others, Lakeside adds 25 %: 20.
  it('a reseller below marks up what it is charged itself', async () => {
    const all = await create(admin)
    const own = await create(admin, { resellerId: 'org_lakeside' })
    await set(admin, all.id, { prices: [{ offerId, unitPrice: '20', model: 'FLAT' }] })
    await set(admin, own.id, { prices: [{ offerId, unitPrice: '16', model: 'FLAT' }] })
    await create(below, { basis: 'COST_PLUS', percent: '25' })
    const boat = await quote(lakeside, 'org_boat', toBoat)
    expect(boat?.unitPrice).toBe('20')
    expect(boat?.pricing.chain.map(({ sellerId, terms }) => [sellerId, terms.unitPrice])).toEqual([
      ['org_platform', '10'],
      ['org_meridian', '16'],
      ['org_lakeside', '20'],
    ])
    expect((await quote(meridian, 'org_kunde'))?.unitPrice).toBe('20')
  })

  it('an offer of a percent list can have a percent, or a price, of its own', async () => {
    const { id } = await create(admin, { basis: 'COST_PLUS', percent: '15' })
    await set(admin, id, { prices: [{ offerId, percent: '50', model: 'FLAT' }] })
    expect((await quote(meridian))?.unitPrice).toBe('15')
    await set(admin, id, { prices: [{ offerId, unitPrice: '9.99999999', model: 'FLAT' }] })
    expect((await quote(meridian))?.unitPrice).toBe('9.99999999')
    await set(admin, id, { prices: [{ offerId, model: 'FLAT' }] })
    expect((await quote(meridian))?.unitPrice).toBe('11.5')
  })

  it('a list counts within its validity alone, and ends the quote with it', async () => {
    const validTo = new Date(now.getTime() + 3 * day)
    await create(admin, { basis: 'COST_PLUS', percent: '15', validTo })
    expect(await quote(meridian)).toMatchObject({ unitPrice: '11.5', validUntil: validTo })
    await harness.sql(`UPDATE price_list SET valid_from = $1 WHERE seller_id = 'org_meridian'`, [
      new Date(now.getTime() + day),
    ])
    expect((await quote(meridian))?.unitPrice).toBe('10')
  })
})

describe('a scheduled change', () => {
  it('ends the old price and begins the new one at its instant; both can be seen', async () => {
    const { id } = await create(admin)
    await set(admin, id, { prices: [{ offerId, unitPrice: '12', model: 'FLAT' }] })
    const from = new Date(now.getTime() + 5 * day)
    await set(admin, id, { prices: [{ offerId, unitPrice: '13', model: 'FLAT' }], validFrom: from })
    expect(await quote(meridian)).toMatchObject({ unitPrice: '12', validUntil: from })
    const seen = await harness.read(admin, async (ctx) => {
      const list = await findPriceList(ctx, id)
      return pricesOfList(ctx, list!, { first: 10 })
    })
    expect(seen.nodes.map(({ unitPrice, validFrom, validTo }) => [unitPrice, validFrom, validTo])).toEqual([
      ['13', from, null],
      ['12', now, from],
    ])
  })

  it('stays when a price before it changes, and is replaced by another for the same instant', async () => {
    const { id } = await create(admin)
    const from = new Date(now.getTime() + 5 * day)
    const priced = (unitPrice: string) => [{ offerId, unitPrice, model: 'FLAT' as const }]
    await set(admin, id, { prices: priced('13'), validFrom: from })
    await set(admin, id, { prices: priced('12') })
    await set(admin, id, { prices: priced('14'), validFrom: from })
    const stored = await harness.sql(
      'SELECT unit_price::float AS price, valid_from, valid_to FROM price WHERE price_list_id = $1 ORDER BY valid_from',
      [id],
    )
    expect(stored).toEqual([
      { price: 12, valid_from: now, valid_to: from },
      { price: 14, valid_from: from, valid_to: null },
    ])
  })
})

describe('cost and margin', () => {
  const shown = async (actor: Actor, organizationId: string) => {
    const price = await harness.read(actor, async (ctx) => {
      const offer = await ctx.em.findOneOrFail(Offer, { id: offerId })
      return priceOffer(ctx, { offer, organizationId })
    })
    return price?.margin ?? null
  }

  it('show to those who may see them, of their own seller alone', async () => {
    await create(admin, { basis: 'COST_PLUS', percent: '15' })
    await create(below, { basis: 'COST_PLUS', percent: '10' })
    expect(await shown(admin, 'org_kunde')).toMatchObject({
      unitCost: { amount: '10.00', currency: 'EUR' },
      setupCost: { amount: '4.00' },
      costTotal: { amount: '10.00' },
      margin: { amount: '1.50' },
      marginPercent: '13.04',
    })
    expect(await shown(below, 'org_boat')).toMatchObject({
      unitCost: { amount: '11.50' },
      margin: { amount: '1.15' },
      marginPercent: '9.09',
    })
    expect(await shown(meridian, 'org_kunde')).toBeNull()
    expect(await shown(kunde, 'org_kunde')).toBeNull()
    const permissions = new Set([...kunde.permissions, 'PRICE_COST_READ' as const])
    expect(await shown({ ...kunde, permissions }, 'org_kunde')).toBeNull()
  })
})

describe('an invoice in yen and in dinars', () => {
  const estimate = (actor: Actor, quantity: string, more: object = {}) =>
    harness.read(actor, async (ctx: Ctx) => {
      const offer = await ctx.em.findOneOrFail(Offer, { id: offerId })
      return estimateInvoice(ctx, offer, { quantity, organizationId: 'org_kunde', ...more })
    })
  const inCurrency = (currency: string) =>
    harness.sql(`UPDATE organization SET currency = $1 WHERE id = 'org_kunde'`, [currency])

  test.each([
    // 7 x 1505 = 10535 yen, twelve of them 126420. 19 % of 10535 is 2001.65: 2002.
    ['JPY', '10535', '126420', '2002', '12537'],
    // 7 x 3.4567 = 24.1969: 24.197 dinars, twelve of them 290.364. 19 % of 24.197 is 4.59743: 4.597.
    ['KWD', '24.197', '290.364', '4.597', '28.794'],
    // 7 x 10 and a setup fee of 4: 74, then 11 x 70 = 770. 19 % of 74 is 14.06.
    ['EUR', '74.00', '844.00', '14.06', '88.06'],
  ])('has the digits of %s', async (currency, first, contract, tax, gross) => {
    await inCurrency(currency)
    const invoice = await estimate(meridian, '7')
    await inCurrency('EUR')
    expect(invoice).toMatchObject({
      firstInvoiceTotal: { amount: first, currency },
      totalContractValue: { amount: contract },
      tax: {
        treatment: 'DOMESTIC',
        rate: '19',
        amount: { amount: tax },
        firstInvoiceGross: { amount: gross },
      },
      servicePeriodStart: '2027-01-31',
      servicePeriodEnd: '2027-02-28',
      prorationFactor: '1',
      cancellationWindowEnd: '2027-02-07',
      autoRenew: true,
      margin: null,
    })
  })

  // 31 January to 15 February is 15 of the 31 days from 15 January: 70 x 15/31 = 33.87; four whole months after it.
  it('ends with something else, and is charged by the day up to its billing date', async () => {
    expect(await estimate(meridian, '7', { coTermDate: '2027-06-15' })).toMatchObject({
      prorationFactor: '0.48387097',
      firstInvoiceTotal: { amount: '37.87' },
      recurringAmount: { amount: '70.00' },
      totalContractValue: { amount: '317.87' },
      nextBillingDate: '2027-02-15',
      commitmentEndDate: '2027-06-15',
    })
  })

  test.each([
    [{ coTermDate: '2027-02-30' }, 'DATE_INVALID coTermDate'],
    [{ startDate: 'tomorrow' }, 'DATE_INVALID startDate'],
    [{ coTermDate: '2028-02-01' }, 'CO_TERM_INVALID coTermDate'],
  ])('refuses %o', async (more, expected) => {
    expect(await problems(estimate(meridian, '7', more))).toEqual([expected])
  })

  it('is graduated with its tiers, and shows what usage costs on top', async () => {
    const { id } = await create(admin)
    const tiers = [{ upTo: '10', unitPrice: '12' }, { unitPrice: '9.5' }]
    const usage = { unitOfMeasure: 'GB', unitPrice: '0.00012345', model: 'FLAT' as const, included: '100' }
    await set(admin, id, { prices: [{ offerId, setupFee: '25', model: 'TIERED', tiers, usage }] })
    // 10 x 12 + 15 x 9.5 = 262.50.
    expect(await estimate(meridian, '25')).toMatchObject({
      unitPrice: { amount: '12.00' },
      lineNet: { amount: '262.50' },
      firstInvoiceTotal: { amount: '287.50' },
      totalContractValue: { amount: '3175.00' },
      components: [
        { kind: 'RECURRING', model: 'TIERED', tiers: [{ upTo: '10' }, { upTo: null, unitPrice: '9.5' }] },
        { kind: 'SETUP', unitPrice: { amount: '25.00' } },
        { kind: 'USAGE', unitOfMeasure: 'GB', unitPrice: { amount: '0.00012345' }, included: '100' },
      ],
    })
  })
})
