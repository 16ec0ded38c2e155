import 'reflect-metadata'
import { describe, expect, it, test } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import { findPriceList } from '../../src/catalog/find-price-list.ts'
import { listPriceLists } from '../../src/catalog/list-price-lists.ts'
import type { PriceListCreateInput, PriceSetInput } from '../../src/catalog/price-list.inputs.ts'
import { quoteOffers } from '../../src/catalog/quote-offers.ts'
import { updatePriceList } from '../../src/catalog/update-price-list.ts'
import { kunde, meridian, now } from './catalog-fixture.ts'

import {
  admin,
  below,
  create,
  events,
  harness,
  offerId,
  otherId,
  prices,
  problems,
  quote,
  rows,
  set,
  usePriceLists,
} from './price-list-fixture.ts'

usePriceLists()

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
    ['a customer of a reseller below', { organizationId: 'org_boat' }, ['OUT_OF_REACH organizationId']],
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
