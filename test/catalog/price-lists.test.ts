import 'reflect-metadata'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import type { Ctx } from '../../src/access/ctx.ts'
import { createPriceList } from '../../src/catalog/create-price-list.ts'
import { estimateInvoice } from '../../src/catalog/estimate-invoice.ts'
import { findPriceList } from '../../src/catalog/find-price-list.ts'
import { importCatalog } from '../../src/catalog/import-catalog.ts'
import { listPriceLists } from '../../src/catalog/list-price-lists.ts'
import { Offer } from '../../src/catalog/offer.entity.ts'
import type { PriceListCreateInput, PriceSetInput } from '../../src/catalog/price-list.inputs.ts'
import { priceOffer } from '../../src/catalog/price-offer.ts'
import { pricesOfList } from '../../src/catalog/prices-of-list.ts'
import { quoteOffers } from '../../src/catalog/quote-offers.ts'
import { setListPrices } from '../../src/catalog/set-list-prices.ts'
import { updatePriceList } from '../../src/catalog/update-price-list.ts'
import { upsertCategory } from '../../src/catalog/upsert-category.ts'
import { upsertProduct } from '../../src/catalog/upsert-product.ts'
import { upsertVendor } from '../../src/catalog/upsert-vendor.ts'
import { DomainError } from '../../src/platform/errors.ts'
import { actorOf, type VerbHarness } from '../support/verbs.ts'
import { kunde, lakeside, meridian, now, openCatalog, operator } from './catalog-fixture.ts'

const day = 86_400_000
const admin: Actor = {
  ...actorOf('org_meridian', ['RESELLER_ADMIN'], { id: 'usr_admin' }),
  readableSellers: ['org_meridian', 'org_lakeside'],
  ancestorSellers: ['org_platform'],
}
const below: Actor = {
  ...actorOf('org_lakeside', ['RESELLER_ADMIN'], { id: 'usr_below' }),
  ancestorSellers: ['org_platform', 'org_meridian'],
}

const csv = [
  'productKey,skuCode,vendorPartNumber,name,unitOfMeasure,paymentModel,chargeTiming,commitmentTerm,billingPeriod,priceEUR,setupFeeEUR,priceJPY,priceKWD',
  'suite,S-1,S-1-A,Suite,SEAT,RECURRING,IN_ADVANCE,P1Y,P1M,10,4,1505,3.4567',
  'suite,S-2,S-2-A,Suite plus,SEAT,RECURRING,IN_ADVANCE,P1Y,P1M,20,,,',
].join('\n')

let harness: VerbHarness
let offerId: string
let otherId: string
let keys = 0
const key = () => `key-${++keys}`

beforeAll(async () => {
  harness = await openCatalog()
  await harness.run(operator, async (ctx) => {
    await upsertVendor(ctx, { key: 'acme', name: 'Acme' })
    await upsertCategory(ctx, { key: 'office', name: 'Office' })
    const text = { name: 'Suite', summary: 'A suite.', description: 'A suite.' }
    await upsertProduct(ctx, { key: 'suite', vendorKey: 'acme', categoryKey: 'office', ...text })
    await importCatalog(ctx, { csv })
  })
  await harness.sql(`UPDATE organization SET parent_id = 'org_meridian' WHERE id = 'org_lakeside'`)
  await harness.sql(`UPDATE organization SET country = 'JP', tax_id = 'T1' WHERE id = 'org_pier'`)
  const offers = await harness.sql<{ id: string }>('SELECT id FROM offer ORDER BY sku_code')
  offerId = offers[0]?.id ?? ''
  otherId = offers[1]?.id ?? ''
})
beforeEach(async () => {
  await harness.sql(`DELETE FROM price WHERE seller_id <> 'org_platform'`)
  await harness.sql(`DELETE FROM price_list WHERE seller_id <> 'org_platform'`)
})
afterAll(() => harness.close())

const create = (actor: Actor, more: Partial<PriceListCreateInput> = {}) => {
  const input = { key: key(), name: 'List', currency: 'EUR', basis: 'FIXED', idempotencyKey: key(), ...more }
  return harness.run(actor, (ctx) => createPriceList(ctx, input as PriceListCreateInput))
}
const set = (actor: Actor, priceListId: string, more: Partial<PriceSetInput>) =>
  harness.run(actor, (ctx) =>
    setListPrices(ctx, { priceListId, idempotencyKey: key(), ...more } as PriceSetInput),
  )
const quote = async (actor: Actor, organizationId?: string, lineage?: string[]) => {
  const wanted = { offerIds: [offerId], currency: 'EUR', ...(organizationId ? { organizationId } : {}) }
  const quotes = await harness.read(actor, (ctx) =>
    quoteOffers(ctx, lineage ? { ...wanted, lineage } : wanted),
  )
  return quotes.get(offerId)
}
const problems = async (attempt: Promise<unknown>) => {
  try {
    await attempt
  } catch (error) {
    if (error instanceof DomainError)
      return error.problems.map(({ code, path }) => `${code} ${path.join('.')}`)
    throw error
  }
  return []
}
const rows = () => harness.sql(`SELECT * FROM price_list ORDER BY id`)
const prices = () => harness.sql(`SELECT * FROM price ORDER BY id`)
const events = () =>
  harness.sql<{ type: string; data: object }>('SELECT type, data FROM outbox_event ORDER BY id')

const toBoat = ['org_platform', 'org_meridian', 'org_lakeside']

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

describe('what is refused changes nothing', () => {
  test.each<[string, Partial<PriceListCreateInput>, string[]]>([
    ['a FIXED list with a percent', { percent: '5' }, ['PERCENT_UNEXPECTED percent']],
    ['a COST_PLUS list without one', { basis: 'COST_PLUS' }, ['PERCENT_INVALID percent']],
    [
      'a discount of more than everything',
      { basis: 'LIST_MINUS', percent: '100.1' },
      ['PERCENT_INVALID percent'],
    ],
    ["another reseller's customer", { organizationId: 'org_pier' }, ['NOT_FOUND organizationId']],
    ['a customer of a reseller below', { organizationId: 'org_boat' }, ['NOT_FOUND organizationId']],
    ['a reseller beside', { resellerId: 'org_harbor' }, ['NOT_FOUND resellerId']],
    [
      'two buyers',
      { resellerId: 'org_lakeside', organizationId: 'org_kunde' },
      ['BUYER_AMBIGUOUS resellerId'],
    ],
    ['an end before its begin', { validTo: now }, ['VALIDITY_INVALID validTo']],
    ['no name', { name: ' ' }, ['TEXT_LENGTH name']],
  ])('%s', async (_, more, expected) => {
    const before = [await rows(), await events()]
    expect(await problems(create(admin, more))).toEqual(expected)
    expect([await rows(), await events()]).toEqual(before)
  })

  it('prices that are none, of no offer, of yesterday, of somebody else', async () => {
    const { id } = await create(admin)
    const before = [await rows(), await prices(), await events()]
    const one = { offerId, unitPrice: '1', model: 'FLAT' as const }
    const told = async (more: Partial<PriceSetInput>, actor = admin) => problems(set(actor, id, more))
    expect(await told({ prices: [{ ...one, unitPrice: '-1' }] })).toEqual([
      'PRICE_INVALID prices.0.unitPrice',
    ])
    expect(await told({ prices: [{ ...one, percent: '5' }] })).toEqual(['PRICE_AMBIGUOUS prices.0'])
    expect(await told({ prices: [one, one] })).toEqual(['OFFER_REPEATED prices.1.offerId'])
    expect(await told({ prices: [{ ...one, offerId: 'off_none' }] })).toEqual(['NOT_FOUND prices.0.offerId'])
    expect(await told({ prices: [{ ...one, model: 'TIERED' }] })).toEqual(['TIERS_MISSING prices.0.tiers'])
    expect(await told({ prices: [] })).toEqual(['PRICES_COUNT prices'])
    expect(await told({ prices: [one], validFrom: new Date(now.getTime() - 1) })).toEqual([
      'VALID_FROM_PAST validFrom',
    ])
    expect(await told({ prices: [one] }, below)).toEqual(['NOT_FOUND priceListId'])
    expect(await told({ prices: [one] }, meridian)).toEqual(['FORBIDDEN '])
    expect([await rows(), await prices(), await events()]).toEqual(before)
  })

  it('a reseller above reads the lists below it, and does not write them', async () => {
    const { id } = await create(below)
    expect((await harness.read(admin, (ctx) => findPriceList(ctx, id)))?.id).toBe(id)
    expect(await problems(set(admin, id, { prices: [{ offerId, unitPrice: '1', model: 'FLAT' }] }))).toEqual([
      'OUT_OF_REACH priceListId',
    ])
  })

  it('a change of a list that has changed since', async () => {
    const { id } = await create(admin, { basis: 'COST_PLUS', percent: '15' })
    const change = (more: object) =>
      harness.run(admin, (ctx) => updatePriceList(ctx, { priceListId: id, ...more }))
    expect(await change({ expectedVersion: 1, percent: '20' })).toMatchObject({ percent: '20', version: 2 })
    expect(await problems(change({ expectedVersion: 1, percent: '30' }))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ])
    expect((await quote(meridian))?.unitPrice).toBe('12')
  })
})

describe('what is kept from others', () => {
  it('a reseller below sees neither the lists above nor, in the database, those for others', async () => {
    const forAll = await create(admin)
    const forKunde = await create(admin, { organizationId: 'org_kunde' })
    const forBelow = await create(admin, { resellerId: 'org_lakeside' })
    for (const { id } of [forAll, forKunde, forBelow])
      await set(admin, id, { prices: [{ offerId, unitPrice: '12', model: 'FLAT' }] })
    const lists = await harness.read(below, (ctx) => listPriceLists(ctx, { first: 10 }))
    expect(lists.nodes).toEqual([])
    const ids = (actor: Actor, table: string) =>
      harness.read(actor, async (ctx) => {
        const column = table === 'price' ? 'price_list_id' : 'id'
        const found = await ctx.em.execute<Array<{ id: string }>>(
          `SELECT DISTINCT ${column} AS id FROM ${table} WHERE seller_id = 'org_meridian' ORDER BY 1`,
        )
        return found.map(({ id }) => id)
      })
    for (const table of ['price_list', 'price']) {
      expect(await ids(below, table)).toEqual([forAll.id, forBelow.id].toSorted())
      expect(await ids(kunde, table)).toEqual([forAll.id, forKunde.id].toSorted())
      expect(await ids(admin, table)).toEqual([forAll.id, forKunde.id, forBelow.id].toSorted())
    }
  })

  it('events tell no markup', async () => {
    const { id } = await create(admin, { basis: 'COST_PLUS', percent: '31.4159' })
    await harness.run(admin, (ctx) => updatePriceList(ctx, { priceListId: id, percent: '27.1828' }))
    await set(admin, id, { prices: [{ offerId, percent: '14.1421', model: 'FLAT' }] })
    const told = (await events()).filter(({ data }) => JSON.stringify(data).includes(id))
    expect(told.map(({ type }) => type)).toEqual([
      'price_list.created',
      'price_list.updated',
      'price_list.prices_set',
    ])
    expect(JSON.stringify(told)).not.toMatch(/31\.4159|27\.1828|14\.1421/)
  })
})

it('setting and quoting many prices takes as many statements as one', async () => {
  const { id } = await create(admin, { basis: 'COST_PLUS', percent: '15' })
  await harness.sql(
    `INSERT INTO offer (id, product_id, sku_code, vendor_part_number, name, unit_of_measure, payment_model, charge_timing,
       commitment_term, billing_period, created_at, updated_at)
     SELECT 'off_many' || n, product_id, 'M-' || n, 'M-' || n, 'Many', 'SEAT', 'RECURRING', 'IN_ADVANCE', 'P1Y', 'P1M', now(), now()
     FROM offer, generate_series(1, 200) n WHERE id = $1`,
    [otherId],
  )
  const many = Array.from({ length: 200 }, (_, n) => `off_many${n + 1}`)
  const counted = async (work: () => Promise<unknown>) => {
    const before = harness.statements.length
    await work()
    return harness.statements.length - before
  }
  const setting = (ids: string[], unitPrice: string) =>
    counted(() =>
      set(admin, id, { prices: ids.map((one) => ({ offerId: one, unitPrice, model: 'FLAT' as const })) }),
    )
  const quoting = (offerIds: string[]) =>
    counted(() => harness.read(meridian, (ctx) => quoteOffers(ctx, { offerIds, currency: 'EUR' })))
  expect(await setting(many, '7')).toBe(await setting([otherId], '7'))
  expect(await quoting(many)).toBe(await quoting([otherId]))
})
