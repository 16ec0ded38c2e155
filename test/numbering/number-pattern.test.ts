import { describe, expect, it } from 'vitest'
import {
  formatOrderNumber,
  patternProblem,
  periodKey,
  type NumberReset,
} from '../../src/numbering/number-pattern.rules.ts'

describe('order numbers', () => {
  it.each([
    ['{prefix}-{yyyy}-{seq:6}', 42, 'SO-2026-000042'],
    ['{prefix}{yy}{mm}/{seq:4}', 7n, 'SO2603/0007'],
    ['{seq}', 1, '1'],
    ['ORD_{seq:12}', 1, 'ORD_000000000001'],
    ['{prefix}-{seq:2}', 1234, 'SO-1234'],
  ])('%s with %s is %s', (pattern, sequence, number) => {
    expect(formatOrderNumber(pattern, { prefix: 'SO', year: 2026, month: 3, sequence })).toBe(number)
  })

  it('does not read tokens out of the prefix', () => {
    expect(
      formatOrderNumber('{prefix}-{seq}', { prefix: '{yyyy}$&', year: 2026, month: 1, sequence: 5 }),
    ).toBe('{yyyy}$&-5')
  })
})

describe('patterns', () => {
  it.each<[string, NumberReset]>([
    ['{prefix}-{yyyy}-{seq:6}', 'YEARLY'],
    ['{prefix}-{yy}{mm}-{seq:6}', 'MONTHLY'],
    ['{seq}', 'NEVER'],
  ])('may be %s with %s', (pattern, reset) => {
    expect(patternProblem(pattern, reset)).toBeNull()
  })

  it.each<[string, NumberReset, string]>([
    ['{prefix}-{yyyy}', 'NEVER', 'Use {seq} exactly once; without it numbers would repeat.'],
    ['{seq}-{seq:3}', 'NEVER', 'Use {seq} exactly once; without it numbers would repeat.'],
    ['', 'NEVER', 'Use {seq} exactly once; without it numbers would repeat.'],
    [
      '{prefix}-{seq:6}',
      'YEARLY',
      'Add {yyyy} or {yy}: the series starts again and its numbers would repeat.',
    ],
    [
      '{yyyy}-{seq:6}',
      'MONTHLY',
      'Add {mm}: the series starts again every month and its numbers would repeat.',
    ],
    ['{mm}-{seq:6}', 'MONTHLY', 'Add {yyyy} or {yy}: the series starts again and its numbers would repeat.'],
    [
      '{day}-{seq}',
      'NEVER',
      '"{day}" is no token; use {prefix}, {yyyy}, {yy}, {mm} and {seq:6} (width 1 to 12).',
    ],
    [
      '{seq:13}',
      'NEVER',
      '"{seq:13}" is no token; use {prefix}, {yyyy}, {yy}, {mm} and {seq:6} (width 1 to 12).',
    ],
    [
      '{seq:0}',
      'NEVER',
      '"{seq:0}" is no token; use {prefix}, {yyyy}, {yy}, {mm} and {seq:6} (width 1 to 12).',
    ],
    ['{seq} {yyyy}', 'NEVER', 'Between the tokens use letters, digits and . _ / - only.'],
    ['{seq}}', 'NEVER', 'Between the tokens use letters, digits and . _ / - only.'],
    [`{seq}${'x'.repeat(60)}`, 'NEVER', 'Use at most 60 characters.'],
  ])('may not be %j with %s', (pattern, reset, message) => {
    expect(patternProblem(pattern, reset)).toEqual({ code: 'NUMBER_PATTERN_INVALID', message })
  })
})

describe('periods', () => {
  it.each<[NumberReset, string, string, string]>([
    ['NEVER', '2026-12-31T23:30:00Z', 'Europe/Berlin', 'ALL'],
    ['YEARLY', '2026-12-31T22:59:59Z', 'Europe/Berlin', '2026'],
    ['YEARLY', '2026-12-31T23:00:00Z', 'Europe/Berlin', '2027'],
    ['MONTHLY', '2026-11-30T23:30:00Z', 'UTC', '2026-11'],
    ['MONTHLY', '2026-11-30T23:30:00Z', 'Asia/Tokyo', '2026-12'],
    ['MONTHLY', '2027-01-01T04:59:59Z', 'America/New_York', '2026-12'],
    ['YEARLY', '2026-12-31T10:59:59Z', 'Pacific/Auckland', '2026'],
    ['YEARLY', '2026-12-31T11:00:00Z', 'Pacific/Auckland', '2027'],
    ['YEARLY', '2027-01-01T10:59:59Z', 'Pacific/Pago_Pago', '2026'],
    ['YEARLY', '2027-01-01T11:00:00Z', 'Pacific/Pago_Pago', '2027'],
    ['MONTHLY', '2026-03-31T21:59:59Z', 'Europe/Berlin', '2026-03'],
    ['MONTHLY', '2026-03-31T22:00:00Z', 'Europe/Berlin', '2026-04'],
    ['MONTHLY', '2026-10-31T22:59:59Z', 'Europe/Berlin', '2026-10'],
    ['MONTHLY', '2026-10-31T23:00:00Z', 'Europe/Berlin', '2026-11'],
    ['MONTHLY', '2026-11-01T03:59:59Z', 'America/New_York', '2026-10'],
    ['MONTHLY', '2026-11-01T04:00:00Z', 'America/New_York', '2026-11'],
    ['MONTHLY', '2026-11-30T18:14:59Z', 'Asia/Kathmandu', '2026-11'],
    ['MONTHLY', '2026-11-30T18:15:00Z', 'Asia/Kathmandu', '2026-12'],
  ])('%s at %s in %s is %s', (...[reset, instant, timeZone, key]) => {
    expect(periodKey(reset, instant, timeZone)).toBe(key)
  })
})
