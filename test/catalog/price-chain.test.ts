import { describe, expect, it, test } from 'vitest'
import { marginOf, percentOf } from '../../src/catalog/margin.rules.ts'
import {
  adjusted,
  costTerms,
  priceChain,
  type ListedPrice,
  type PriceTerms,
} from '../../src/catalog/price-chain.rules.ts'

const flat = (unitPrice: string, setupFee = '0'): PriceTerms => ({
  model: 'FLAT',
  unitPrice,
  tiers: [],
  setupFee,
  usage: null,
})
const listed = (sellerId: string, more: Partial<ListedPrice>): ListedPrice => ({
  priceListId: `pls_${sellerId}`,
  sellerId,
  isForBuyer: false,
  basis: 'FIXED',
  percent: null,
  terms: null,
  startsAt: '2026-01-01T00:00:00.000Z',
  endsAt: null,
  ...more,
})
const platform = listed('top', { terms: flat('10', '4') })
const costPlus = (sellerId: string, percent: string, more: Partial<ListedPrice> = {}) =>
  listed(sellerId, { basis: 'COST_PLUS', percent, ...more })
const listMinus = (sellerId: string, percent: string, more: Partial<ListedPrice> = {}) =>
  listed(sellerId, { basis: 'LIST_MINUS', percent, ...more })

/** Seller and unit price, from the top down. */
const told = (given: ListedPrice[]) =>
  priceChain(['low', 'mid', 'top'], given).map(({ sellerId, terms }) => `${sellerId} ${terms.unitPrice}`)

describe('the chain of prices', () => {
  test.each<[string, ListedPrice[], string[]]>([
    ['is empty when nobody prices the offer', [], []],
    ['passes on what is paid where a seller has no price', [platform], ['top 10']],
    ['takes the nearest named price', [platform, listed('mid', { terms: flat('12') })], ['top 10', 'mid 12']],
    // 10 + 15 % = 11.5; 11.5 + 10 % = 12.65.
    [
      'adds markup to markup',
      [platform, costPlus('mid', '15'), costPlus('low', '10')],
      ['top 10', 'mid 11.5', 'low 12.65'],
    ],
    [
      'adds a markup to what is inherited over a seller',
      [platform, costPlus('low', '10')],
      ['top 10', 'low 11'],
    ],
    ['has no markup without a cost', [costPlus('mid', '15'), costPlus('low', '10')], []],
    // 10 % off the list price of the top, whatever the middle charges.
    [
      'takes a discount off the list price of the top',
      [platform, costPlus('mid', '15'), listMinus('low', '10')],
      ['top 10', 'mid 11.5', 'low 9'],
    ],
    [
      "takes a discount for a buyer off the seller's own named price",
      [platform, listed('low', { terms: flat('14') }), listMinus('low', '50', { isForBuyer: true })],
      ['top 10', 'low 7'],
    ],
    [
      'lets the list for the buyer win over the list for all',
      [
        platform,
        listed('low', { terms: flat('14') }),
        listed('low', { isForBuyer: true, terms: flat('13') }),
      ],
      ['top 10', 'low 13'],
    ],
    [
      'lets a named price win over the rule of its kind of list',
      [platform, costPlus('low', '90'), listed('low', { terms: flat('14') })],
      ['top 10', 'low 14'],
    ],
    [
      'lets the later start win among equals',
      [listed('top', { terms: flat('8'), startsAt: '2026-02-01T00:00:00.000Z' }), platform],
      ['top 8'],
    ],
    [
      'charges a reseller below its own price',
      [
        platform,
        listed('mid', { terms: flat('20') }),
        listed('mid', { isForBuyer: true, terms: flat('16') }),
        costPlus('low', '25'),
      ],
      ['top 10', 'mid 16', 'low 20'],
    ],
  ])('%s', (_, given, expected) => expect(told(given)).toEqual(expected))

  it('ends when the first of the prices ends that it was made of', () => {
    const [, last] = priceChain(
      ['mid', 'top'],
      [
        { ...platform, endsAt: '2027-03-01T00:00:00.000Z' },
        costPlus('mid', '10', { endsAt: '2027-04-01T00:00:00.000Z' }),
      ],
    )
    expect(last?.endsAt).toBe('2027-03-01T00:00:00.000Z')
    const [, named] = priceChain(
      ['mid', 'top'],
      [{ ...platform, endsAt: '2027-03-01T00:00:00.000Z' }, listed('mid', { terms: flat('12') })],
    )
    expect(named?.endsAt).toBeNull()
  })

  it('shows the list price where a discount comes off it, and nowhere else', () => {
    const chain = priceChain(['mid', 'top'], [platform, listMinus('mid', '12.5')])
    expect(chain.map(({ listUnitPrice }) => listUnitPrice)).toEqual([null, '10'])
    expect(chain[1]?.terms).toEqual(flat('8.75', '3.5'))
  })
})

describe('a markup', () => {
  // 0.12345678 x 1.1 = 0.135802458, rounded to 8 digits.
  it('is rounded to 8 digits in every component', () => {
    const tiers = [
      { upTo: '5', unitPrice: '0.5' },
      { upTo: null, unitPrice: '0.33333333' },
    ]
    const usage = {
      unitOfMeasure: 'GB',
      model: 'FLAT' as const,
      unitPrice: '0.00000001',
      tiers: [],
      included: '5',
    }
    expect(
      adjusted({ model: 'TIERED', unitPrice: '0.12345678', tiers, setupFee: '2.005', usage }, '1.1'),
    ).toEqual({
      model: 'TIERED',
      unitPrice: '0.13580246',
      tiers: [
        { upTo: '5', unitPrice: '0.55' },
        { upTo: null, unitPrice: '0.36666666' },
      ],
      setupFee: '2.2055',
      usage: { ...usage, unitPrice: '0.00000001' },
    })
  })
})

describe('cost and margin', () => {
  const chain = priceChain(['low', 'mid', 'top'], [platform, costPlus('mid', '50.13'), costPlus('low', '10')])
  const line = { chain, quantity: '7', currency: 'EUR', isCharged: true }

  // Markup 50.13 % is margin 33.39 %: 10 becomes 15.013; 7 x 15.013 = 105.091 = 105.09; less 70.
  it('of the seller in the middle are its own, and nobody else’s', () => {
    expect(marginOf(line, { id: 'mid', above: ['top'] })).toEqual({
      unitCost: '10',
      setupCost: { amount: '4.00', currency: 'EUR' },
      costTotal: { amount: '70.00', currency: 'EUR' },
      margin: { amount: '35.09', currency: 'EUR' },
      marginPercent: '33.39',
    })
  })

  // 15.013 + 10 % = 16.5143; 7 x 16.5143 = 115.6001 = 115.60; less 105.09.
  it('of the lowest seller begin at what the one above charges', () => {
    expect(marginOf(line, { id: 'low', above: ['mid', 'top'] })).toMatchObject({
      unitCost: '15.013',
      costTotal: { amount: '105.09' },
      margin: { amount: '10.51' },
      marginPercent: '9.09',
    })
  })

  it('of the seller at the top are not known', () => {
    expect(marginOf(line, { id: 'top', above: [] })).toBeNull()
    expect(costTerms(chain, [])).toBeNull()
  })

  it('are nothing where the price is passed on, and have no percent where nothing is charged', () => {
    const passed = { ...line, chain: priceChain(['mid', 'top'], [platform]) }
    expect(marginOf(passed, { id: 'mid', above: ['top'] })).toMatchObject({
      margin: { amount: '0.00' },
      marginPercent: '0.00',
    })
    expect(marginOf({ ...line, isCharged: false }, { id: 'mid', above: ['top'] })).toMatchObject({
      unitCost: '10',
      costTotal: { amount: '0.00' },
      marginPercent: null,
    })
    expect(percentOf({ amount: '-1.00', currency: 'EUR' }, { amount: '8.00', currency: 'EUR' })).toBe(
      '-12.50',
    )
  })
})
