import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { amountOf, shownUnitPrice, tierProblems, type PriceTier } from '../../src/catalog/tiers.rules.ts'
import { decimal } from '../../src/platform/money.ts'

const tiers: PriceTier[] = [
  { upTo: '10', unitPrice: '10' },
  { upTo: '50', unitPrice: '8' },
  { upTo: null, unitPrice: '5.5' },
]
const graduated = { model: 'TIERED', unitPrice: '10', tiers } as const
const volume = { model: 'VOLUME', unitPrice: '10', tiers } as const
const flat = { model: 'FLAT', unitPrice: '0.00012345', tiers: [] } as const

describe('the amount of a quantity', () => {
  // Graduated: 10 x 10 = 100, the next 40 x 8 = 320, all above x 5.5. Volume: everything at the tier that it falls into.
  test.each([
    ['0', '0', '0'],
    ['1', '10', '10'],
    ['10', '100', '100'],
    ['10.5', '104', '84'],
    ['11', '108', '88'],
    ['50', '420', '400'],
    ['51', '425.5', '280.5'],
    ['200', '1245', '1100'],
  ])('of %s units is %s graduated and %s by volume', (quantity, expected, byVolume) => {
    expect(amountOf(graduated, quantity)).toBe(expected)
    expect(amountOf(volume, quantity)).toBe(byVolume)
  })

  it('of a flat price keeps every digit', () => {
    expect(amountOf(flat, '3.00000001')).toBe('0.0003703500012345')
    expect(amountOf({ ...flat, unitPrice: '999999999999.99999999' }, '9999999999.99999999')).toBe(
      '9999999999999999989900.0000000000000001',
    )
  })

  it.each([
    ['11', '10', '8'],
    ['50', '10', '8'],
    ['50.00000001', '10', '5.5'],
  ])(
    'of %s units shows the first tier when graduated (%s), its own tier by volume (%s)',
    (quantity, one, all) => {
      expect(shownUnitPrice(graduated, quantity)).toBe(one)
      expect(shownUnitPrice(volume, quantity)).toBe(all)
    },
  )
})

describe('what is wrong with tiers', () => {
  const told = (model: 'FLAT' | 'TIERED' | 'VOLUME', given: PriceTier[]) =>
    tierProblems(model, given).map(({ code, path }) => `${code} ${path.join('.')}`)
  test.each<[string, 'FLAT' | 'TIERED' | 'VOLUME', PriceTier[], string[]]>([
    ['nothing', 'TIERED', tiers, []],
    ['nothing of one open tier', 'VOLUME', [{ upTo: null, unitPrice: '0' }], []],
    ['tiers of a flat price', 'FLAT', tiers, ['TIERS_UNEXPECTED tiers']],
    ['none at all', 'TIERED', [], ['TIERS_MISSING tiers']],
    ['an end in the last', 'TIERED', [{ upTo: '5', unitPrice: '1' }], ['TIERS_OPEN_END tiers.0.upTo']],
    [
      'no end before the last',
      'VOLUME',
      [
        { upTo: null, unitPrice: '1' },
        { upTo: null, unitPrice: '1' },
      ],
      ['TIERS_OPEN_END tiers.0.upTo'],
    ],
    [
      'ends that do not ascend, and prices that are none',
      'TIERED',
      [
        { upTo: '5', unitPrice: '-1' },
        { upTo: '5', unitPrice: '1.123456789' },
        { upTo: null, unitPrice: '1' },
      ],
      [
        'PRICE_INVALID tiers.0.unitPrice',
        'PRICE_INVALID tiers.1.unitPrice',
        'TIERS_NOT_ASCENDING tiers.1.upTo',
      ],
    ],
  ])('%s', (_, model, given, problems) => expect(told(model, given)).toEqual(problems))
})

const price = fc
  .bigInt({ min: 0n, max: 10n ** 12n })
  .map((scaled) => decimal(String(scaled)).div('100000000').toFixed())
const quantity = fc
  .integer({ min: 0, max: 2_000_000 })
  .map((scaled) => decimal(String(scaled)).div('100').toFixed())
const steps = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 15_000 }), { maxLength: 8 }),
    fc.array(price, { minLength: 9, maxLength: 9 }),
  )
  .map(([ends, prices]): PriceTier[] => [
    ...ends
      .toSorted((a, b) => a - b)
      .map((upTo, index) => ({ upTo: String(upTo), unitPrice: prices[index] ?? '0' })),
    { upTo: null, unitPrice: prices[8] ?? '0' },
  ])

describe('over all tiers and quantities', () => {
  it('a greater quantity never costs less, graduated, whatever the prices of the tiers', () => {
    fc.assert(
      fc.property(steps, quantity, quantity, (given, a, b) => {
        const [less, more] = decimal(a).lessThan(b) ? [a, b] : [b, a]
        const of = (units: string) =>
          decimal(amountOf({ model: 'TIERED', unitPrice: '0', tiers: given }, units))
        expect(of(less).lessThanOrEqualTo(of(more))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('by volume it can cost less across the end of a tier, and never within one', () => {
    expect(decimal(amountOf(volume, '11')).lessThan(amountOf(volume, '10'))).toBe(true)
    fc.assert(
      fc.property(steps, quantity, quantity, (given, a, b) => {
        const one = { model: 'VOLUME', unitPrice: '0', tiers: given } as const
        const tierOf = (units: string) =>
          given.findIndex(({ upTo }) => upTo === null || decimal(units).lessThanOrEqualTo(upTo))
        fc.pre(tierOf(a) === tierOf(b))
        const [less, more] = decimal(a).lessThan(b) ? [a, b] : [b, a]
        expect(decimal(amountOf(one, less)).lessThanOrEqualTo(amountOf(one, more))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('by volume, the price of one unit never rises with the quantity when the prices of the tiers fall', () => {
    fc.assert(
      fc.property(steps, quantity, quantity, (given, a, b) => {
        const prices = given.map(({ unitPrice }) => decimal(unitPrice)).toSorted((x, y) => y.comparedTo(x))
        const falling = given.map(({ upTo }, index) => ({ upTo, unitPrice: prices[index]?.toFixed() ?? '0' }))
        const [less, more] = decimal(a).lessThan(b) ? [a, b] : [b, a]
        const unit = (units: string) =>
          decimal(shownUnitPrice({ model: 'VOLUME', unitPrice: '0', tiers: falling }, units))
        expect(unit(more).lessThanOrEqualTo(unit(less))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('graduated and volume agree up to the end of the first tier', () => {
    fc.assert(
      fc.property(steps, quantity, (given, units) => {
        const end = given[0]?.upTo ?? null
        fc.pre(end === null || decimal(units).lessThanOrEqualTo(end))
        const of = (model: 'TIERED' | 'VOLUME') => amountOf({ model, unitPrice: '0', tiers: given }, units)
        expect(of('TIERED')).toBe(of('VOLUME'))
      }),
    )
  })
})
