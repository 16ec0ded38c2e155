import { describe, expect, it } from 'vitest'
import { isAllowedCombination, quantityProblem, type PaymentModel } from '../../src/catalog/pricing.rules.ts'

describe('allowed combinations', () => {
  it.each<[string | null, string | null, PaymentModel, boolean]>([
    ['P1M', 'P1M', 'RECURRING', true],
    [null, 'P1M', 'RECURRING', true],
    ['P1Y', 'P1M', 'RECURRING', true],
    ['P12M', 'P1M', 'RECURRING', true],
    ['P1Y', 'P1Y', 'RECURRING', true],
    ['P1Y', 'P12M', 'RECURRING', true],
    ['P3Y', 'P1Y', 'RECURRING', true],
    ['P3Y', 'P3Y', 'RECURRING', true],
    ['P6Y', 'P2Y', 'RECURRING', true],
    [null, 'P1Y', 'RECURRING', true],
    ['P1M', 'P1Y', 'RECURRING', false],
    ['P1Y', 'P3Y', 'RECURRING', false],
    ['P3Y', 'P2Y', 'RECURRING', false],
    ['P5Y', 'P3Y', 'RECURRING', false],
    ['P1Y', null, 'RECURRING', false],
    [null, null, 'RECURRING', false],
    ['P7Y', 'P1M', 'RECURRING', false],
    ['P1Y', 'P3M', 'RECURRING', false],
    ['P1Y', 'monthly', 'RECURRING', false],
    ['constructor', 'constructor', 'RECURRING', false],
    [null, null, 'ONE_TIME', true],
    ['P1Y', null, 'ONE_TIME', false],
    [null, 'P1M', 'ONE_TIME', false],
    [null, 'P1M', 'USAGE', true],
    [null, 'P1Y', 'USAGE', false],
    [null, 'P1M', 'TRIAL', true],
    [null, null, 'TRIAL', true],
    ['P1M', 'P1M', 'TRIAL', false],
    [null, null, 'FREE', true],
    ['P1Y', 'P1Y', 'FREE', false],
  ])('commitment %s, billing %s, %s: %s', (commitment, billing, model, allowed) => {
    expect(isAllowedCombination(commitment, billing, model)).toBe(allowed)
  })
})

describe('quantities', () => {
  const packs = { min: '5.00000000', max: '100', step: '5' }
  it.each([
    ['5', packs],
    ['100', packs],
    ['0.25', { min: null, max: null, step: '0.05' }],
    ['1', { min: null, max: null, step: null }],
    ['9999999999.99999999', { min: '1', max: null, step: null }],
  ])('%s is fine', (quantity, range) => {
    expect(quantityProblem(quantity, range)).toBeNull()
  })

  it.each([
    ['0', packs, 'QUANTITY_TOO_LOW', 'Order at least 5.'],
    ['-5', packs, 'QUANTITY_TOO_LOW', 'Order at least 5.'],
    ['4', packs, 'QUANTITY_TOO_LOW', 'Order at least 5.'],
    ['105', packs, 'QUANTITY_TOO_HIGH', 'Order at most 100.'],
    ['7', packs, 'QUANTITY_STEP', 'Order a multiple of 5.'],
    ['7.5', packs, 'QUANTITY_STEP', 'Order a multiple of 5.'],
    ['0.27', { min: null, max: null, step: '0.05' }, 'QUANTITY_STEP', 'Order a multiple of 0.05.'],
    ['0', { min: null, max: null, step: null }, 'QUANTITY_TOO_LOW', 'Order more than 0.'],
  ])('%s is refused', (quantity, range, code, message) => {
    expect(quantityProblem(quantity, range)).toEqual({ code, message })
  })

  it.each(['', 'NaN', '1e3', 'five', '1.123456789', '12345678901', '1,5', ' 5'])(
    '%j is no quantity',
    (quantity) => {
      expect(quantityProblem(quantity, packs)?.code).toBe('QUANTITY_INVALID')
    },
  )
})
