import { describe, expect, test } from 'vitest'
import { namedBounds, type ListReach } from '../../src/catalog/price-reach.rules.ts'

const fixed = (sellerId: string): ListReach => ({
  sellerId,
  basis: 'FIXED',
  leastPercent: null,
  greatestPercent: null,
})
const costPlus = (sellerId: string, leastPercent: string, greatestPercent = leastPercent): ListReach => ({
  sellerId,
  basis: 'COST_PLUS',
  leastPercent,
  greatestPercent,
})
const listMinus = (sellerId: string, leastPercent: string, greatestPercent = leastPercent): ListReach => ({
  ...costPlus(sellerId, leastPercent, greatestPercent),
  basis: 'LIST_MINUS',
})

describe('named prices that can become 20 to 100', () => {
  test.each<[string, ListReach[], string, string]>([
    ['are those without a rule', [fixed('top')], '19.99', '100.01'],
    // 25 % on top: 16 becomes 20; whoever passes it on leaves 100 as it is.
    ['may be lower by a markup', [fixed('top'), costPlus('mid', '25')], '15.992', '100.01'],
    // 1.25 times 1.5 is 1.875.
    [
      'may be lower by the markups of two sellers',
      [costPlus('mid', '25'), costPlus('low', '10', '50')],
      '10.66133333',
      '100.01',
    ],
    // One seller applies one of its lists alone.
    [
      'are reached by the greatest markup of a seller',
      [costPlus('mid', '25'), costPlus('mid', '60')],
      '12.49375',
      '100.01',
    ],
    // Half off: 200 becomes 100.
    ['may be higher by a discount', [listMinus('mid', '10', '50')], '19.99', '200.02'],
    ['may be both', [costPlus('mid', '25'), listMinus('low', '20')], '15.992', '125.0125'],
  ])('%s', (_, lists, from, to) => {
    expect(namedBounds(lists, { from: '20', to: '100' })).toEqual({ from, to })
  })

  test('have no end where all may be taken off, or where the range has none', () => {
    expect(namedBounds([listMinus('mid', '0', '100')], { from: '20', to: '100' })).toEqual({
      from: '19.99',
      to: null,
    })
    expect(namedBounds([costPlus('mid', '100')], { from: null, to: null })).toEqual({ from: null, to: null })
  })
})
