import { describe, expect, it } from 'vitest'
import { numbersCollide, type NumberShape } from '../../src/numbering/number-collision.rules.ts'
import { policyProblem } from '../../src/numbering/number-pattern.rules.ts'
import { seriesFor } from '../../src/numbering/series-for.rules.ts'
import { shuffleSequence } from '../../src/numbering/shuffle-sequence.ts'

const shape = (prefix: string, pattern: string, policy: NumberShape['policy'] = 'SEQUENTIAL') => ({
  prefix,
  pattern,
  policy,
})

describe('two series', () => {
  it.each([
    ['the same', shape('SO', '{prefix}-{yyyy}-{seq:6}'), shape('SO', '{prefix}-{yyyy}-{seq:6}'), true],
    ['another prefix', shape('SO', '{prefix}-{yyyy}-{seq:6}'), shape('CH', '{prefix}-{yyyy}-{seq:6}'), false],
    [
      'a wider sequence: SO-2026-00000001',
      shape('SO', '{prefix}-{yyyy}-{seq:6}'),
      shape('SO', '{prefix}-{yyyy}-{seq:8}'),
      true,
    ],
    [
      'a year that could be a sequence: SO-2026',
      shape('SO', '{prefix}-{seq:4}'),
      shape('SO', '{prefix}-{yyyy}{seq}'),
      true,
    ],
    [
      'years of two and four digits: SO20261',
      shape('SO', '{prefix}{yyyy}{seq}'),
      shape('SO', '{prefix}{yy}{seq}'),
      true,
    ],
    ['a separator more', shape('SO', '{prefix}-{seq:6}'), shape('SO', '{prefix}-{yyyy}-{seq:6}'), false],
    [
      'a prefix that ends in a digit: SO12',
      shape('SO1', '{prefix}{seq}'),
      shape('SO', '{prefix}{seq}'),
      true,
    ],
    ['letters that differ in case alone', shape('SO', 'so-{seq}'), shape('X', 'SO-{seq}'), true],
    [
      'opaque and counted: A-000001',
      shape('A', '{prefix}-{seq:6}', 'OPAQUE'),
      shape('A', '{prefix}-{seq:6}'),
      true,
    ],
    [
      'opaque of another width',
      shape('A', '{prefix}-{seq:6}', 'OPAQUE'),
      shape('A', '{prefix}-{seq:8}', 'OPAQUE'),
      false,
    ],
  ])('%s', (_, a, b, expected) => {
    expect(numbersCollide(a, b)).toBe(expected)
    expect(numbersCollide(b, a)).toBe(expected)
  })
})

describe('the series of an order', () => {
  const named = (id: string, orderType: string | null, country: string | null) => ({ id, orderType, country })
  const all = [
    named('default', null, null),
    named('austria', null, 'AT'),
    named('changes', 'CHANGE', null),
    named('austrian changes', 'CHANGE', 'AT'),
  ]
  it.each([
    ['NEW', 'DE', 'default'],
    ['NEW', 'AT', 'austria'],
    ['CHANGE', 'DE', 'changes'],
    ['CHANGE', 'AT', 'austrian changes'],
    ['CANCELLATION', 'AT', 'austria'],
  ])('of type %s for %s is %s', (orderType, country, expected) => {
    expect(seriesFor(all, { orderType, country })?.id).toBe(expected)
  })
  it('prefers the type to the country, and is none when nothing covers the order', () => {
    const two = [named('austria', null, 'AT'), named('changes', 'CHANGE', null)]
    expect(seriesFor(two, { orderType: 'CHANGE', country: 'AT' })?.id).toBe('changes')
    expect(seriesFor(two, { orderType: 'NEW', country: 'DE' })).toBeNull()
  })
})

describe('opaque numbers', () => {
  it('are all different, of one width, and tell nothing of their order', () => {
    const key = { secret: 'a', period: 'ALL' }
    const made = Array.from({ length: 5000 }, (_, index) => shuffleSequence(BigInt(index + 1), 6, key))
    expect(new Set(made).size).toBe(5000)
    expect(made.every((one) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(one))).toBe(true)
    expect(made.toSorted()).not.toEqual(made)
    expect(shuffleSequence(1n, 6, { secret: 'a', period: '2027' })).not.toBe(made[0])
  })
  it('need an even width of six or more', () => {
    expect(policyProblem('{prefix}-{seq:6}', 'OPAQUE')).toBeNull()
    expect(policyProblem('{prefix}-{seq:5}', 'OPAQUE')?.code).toBe('NUMBER_PATTERN_INVALID')
    expect(policyProblem('{prefix}-{seq:7}', 'OPAQUE')?.code).toBe('NUMBER_PATTERN_INVALID')
    expect(() => shuffleSequence(1n << 30n, 6, { secret: 'a', period: 'ALL' })).toThrow('used up')
  })
})
