import 'reflect-metadata'
import { parseValue } from 'graphql'
import { describe, expect, test } from 'vitest'
import { CurrencyCode, Decimal, money } from '../../src/platform/money.view.ts'

describe('Decimal', () => {
  test.each([
    ['"12.50"', '12.50'],
    ['12.50', '12.50'],
    ['-3', '-3'],
    ['12345678901234567890.12345678', '12345678901234567890.12345678'],
  ])('the literal %s is read digit by digit', (literal, expected) => {
    expect(Decimal.parseLiteral(parseValue(literal))).toBe(expected)
  })

  test.each([
    '1e5',
    '"1e5"',
    '"NaN"',
    '"Infinity"',
    '""',
    '" 1"',
    '"1,5"',
    'true',
    'ONE',
    '[1]',
    '0.123456789',
    '"123456789012345678901"',
  ])('the literal %s is refused', (literal) => {
    expect(() => Decimal.parseLiteral(parseValue(literal))).toThrow(/^Decimal: send/)
  })

  test.each([
    ['0.1', '0.1'],
    [7, '7'],
    [0.1, '0.1'],
    [-0, '0'],
  ])('the variable %s is %s', (value, expected) => {
    expect(Decimal.parseValue(value)).toBe(expected)
  })

  test.each([0.1 + 0.2, 1e21, 1e-9, Number.NaN, Number.POSITIVE_INFINITY, null, true, {}])(
    'the variable %s is refused: its digits are not what somebody wrote',
    (value) => {
      expect(() => Decimal.parseValue(value)).toThrow(/^Decimal: send/)
    },
  )

  test('what is no plain decimal is never shown', () => {
    expect(Decimal.serialize('6.70')).toBe('6.70')
    expect(() => Decimal.serialize(1e21)).toThrow(TypeError)
  })
})

test('CurrencyCode accepts ISO 4217 codes in capitals only', () => {
  expect(CurrencyCode.parseValue('EUR')).toBe('EUR')
  expect(CurrencyCode.parseLiteral(parseValue('"JPY"'))).toBe('JPY')
  for (const wrong of ['eur', 'EURO', 'ZZZ', '', 978, null])
    expect(() => CurrencyCode.parseValue(wrong)).toThrow(/^CurrencyCode: send/)
  expect(() => CurrencyCode.parseLiteral(parseValue('EUR'))).toThrow(/^CurrencyCode: send/)
})

test.each([
  ['6.72000000', 'EUR', '6.72'],
  ['6.5', 'EUR', '6.50'],
  ['0.00450000', 'USD', '0.0045'],
  ['7', 'JPY', '7'],
  ['1', 'KWD', '1.000'],
])('money(%s, %s) shows %s', (amount, currency, shown) => {
  expect(money(amount, currency)).toEqual({ amount: shown, currency })
})
