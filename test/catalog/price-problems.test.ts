import { describe, expect, it } from 'vitest'
import type { PricingBasis } from '../../src/catalog/price-chain.rules.ts'
import { percentProblem, priceProblems, type PriceGiven } from '../../src/catalog/price-problems.rules.ts'

const percents: Array<[basis: PricingBasis, percent: string | null, code: string | null]> = [
  ['FIXED', null, null],
  ['FIXED', '5', 'PERCENT_UNEXPECTED'],
  ['COST_PLUS', '0', null],
  ['COST_PLUS', '150.5', null],
  ['COST_PLUS', '99999', null],
  ['COST_PLUS', '100000', 'PERCENT_INVALID'],
  ['COST_PLUS', '1.23456', 'PERCENT_INVALID'],
  ['COST_PLUS', '-1', 'PERCENT_INVALID'],
  ['COST_PLUS', null, 'PERCENT_INVALID'],
  ['LIST_MINUS', '100', null],
  ['LIST_MINUS', '100.0001', 'PERCENT_INVALID'],
  ['LIST_MINUS', '1e1', 'PERCENT_INVALID'],
]

const tiers = [{ upTo: '10', unitPrice: '2' }, { unitPrice: '1' }]
const prices: Array<[what: string, price: PriceGiven, basis: PricingBasis, problems: string[]]> = [
  ['nothing takes the offer off the list', {}, 'FIXED', []],
  ['a unit price', { unitPrice: '0.00000001' }, 'FIXED', []],
  ['free of charge', { unitPrice: '0' }, 'FIXED', []],
  ['nine digits after the point', { unitPrice: '0.000000001' }, 'FIXED', ['PRICE_INVALID p.unitPrice']],
  [
    'less than nothing',
    { unitPrice: '-1', setupFee: '-1' },
    'FIXED',
    ['PRICE_INVALID p.unitPrice', 'PRICE_INVALID p.setupFee'],
  ],
  ['a setup fee alone', { setupFee: '5' }, 'FIXED', ['PRICE_MISSING p.unitPrice']],
  ['tiers alone', { model: 'TIERED', tiers }, 'FIXED', []],
  ['a percent where prices are named', { percent: '5' }, 'FIXED', ['PERCENT_UNEXPECTED p.percent']],
  ['a percent', { percent: '5' }, 'LIST_MINUS', []],
  ['a percent beside a price', { percent: '5', unitPrice: '1' }, 'LIST_MINUS', ['PRICE_AMBIGUOUS p']],
  ['a percent beside tiers', { percent: '5', tiers }, 'COST_PLUS', ['PRICE_AMBIGUOUS p']],
  [
    'usage',
    { unitPrice: '1', usage: { unitOfMeasure: 'GB', unitPrice: '0.02', included: '5' } },
    'FIXED',
    [],
  ],
  [
    'usage that says nothing',
    { unitPrice: '1', usage: { unitOfMeasure: ' ', included: '-1' } },
    'FIXED',
    [
      'REQUIRED p.usage.unitOfMeasure',
      'PRICE_MISSING p.usage.unitPrice',
      'QUANTITY_INVALID p.usage.included',
    ],
  ],
]

describe('a price as it is named', () => {
  it.each(percents)('%s with %s percent', (basis, percent, code) => {
    expect(percentProblem(basis, percent, ['percent'])?.code ?? null).toBe(code)
  })

  it.each(prices)('%s', (_, price, basis, problems) => {
    const found = priceProblems(price, basis, ['p'])
    expect(found.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual(problems)
  })
})
