import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  currencyExponent,
  decimal,
  fromMinorUnits,
  isCurrency,
  isStorable,
  multiply,
  parseDecimal,
  QUANTITY_LIMITS,
  roundToCurrency,
  sum,
  toMinorUnits,
  zero,
} from '../../src/platform/money.ts'

describe('currencies', () => {
  it.each([
    ['JPY', 0],
    ['EUR', 2],
    ['USD', 2],
    ['KWD', 3],
    ['CLF', 4],
    ['IQD', 3],
    ['LBP', 2],
    ['HUF', 2],
    ['ISK', 0],
  ])('%s has %i minor digits, as ISO 4217 says', (currency, exponent) => {
    expect(currencyExponent(currency)).toBe(exponent)
  })

  it.each(['eur', 'EU', 'EURO', '', 'ZZZ', '__proto__'])('refuses %j as a currency', (code) => {
    expect(isCurrency(code)).toBe(false)
    expect(() => currencyExponent(code)).toThrow(RangeError)
  })
})

describe('reading decimals', () => {
  it.each([
    ['12', '12'],
    ['-0.5', '-0.5'],
    ['007.10', '7.1'],
    ['123456789012.12345678', '123456789012.12345678'],
    ['0', '0'],
  ])('reads %s', (text, value) => {
    expect(parseDecimal(text)?.toFixed()).toBe(value)
  })

  it.each([
    'NaN',
    'Infinity',
    '-Infinity',
    '1e3',
    '1E-3',
    '+1',
    ' 1',
    '1 ',
    '1.',
    '.5',
    '1,5',
    '1_000',
    '0x10',
    '',
    '-',
    '--1',
    '1.2.3',
    '١٢',
    '1\n',
    '1234567890123',
    '1.123456789',
    '9'.repeat(5000),
  ])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })

  it('holds quantities to ten digits and eight fraction digits', () => {
    expect(parseDecimal('9999999999.99999999', QUANTITY_LIMITS)?.toFixed()).toBe('9999999999.99999999')
    expect(parseDecimal('10000000000', QUANTITY_LIMITS)).toBeNull()
    expect(parseDecimal('0.000000001', QUANTITY_LIMITS)).toBeNull()
  })

  it('throws where a decimal was promised and none came', () => {
    expect(() => decimal('1e3')).toThrow('"1e3" is not a plain decimal number.')
  })
})

describe('rounding', () => {
  it.each([
    ['0.125', 'EUR', '0.13'],
    ['0.124999', 'EUR', '0.12'],
    ['-0.125', 'EUR', '-0.13'],
    ['-0.001', 'EUR', '0.00'],
    ['1.5', 'JPY', '2'],
    ['0.49999999', 'JPY', '0'],
    ['1.0005', 'KWD', '1.001'],
    ['12', 'KWD', '12.000'],
    ['2.675', 'USD', '2.68'],
    ['99999999999999999999999.995', 'USD', '100000000000000000000000.00'],
  ])('rounds %s %s to %s', (amount, currency, rounded) => {
    expect(roundToCurrency(amount, currency)).toEqual({ amount: rounded, currency })
  })

  it.each([
    ['EUR', '0.00'],
    ['JPY', '0'],
    ['KWD', '0.000'],
  ])('writes nothing in %s as %s', (currency, amount) => {
    expect(zero(currency)).toEqual({ amount, currency })
  })
})

describe('minor units', () => {
  it.each([
    ['12.50', 'EUR', 1250n],
    ['12.5', 'EUR', 1250n],
    ['12', 'JPY', 12n],
    ['1.234', 'KWD', 1234n],
    ['-0.01', 'USD', -1n],
    ['92233720368547758.07', 'USD', 9223372036854775807n],
  ])('%s %s is %s', (amount, currency, minor) => {
    expect(toMinorUnits({ amount, currency })).toBe(minor)
  })

  it('refuses an amount finer than the minor unit', () => {
    expect(() => toMinorUnits({ amount: '0.5', currency: 'JPY' })).toThrow('finer than the minor unit')
    expect(() => toMinorUnits({ amount: '1.005', currency: 'EUR' })).toThrow(RangeError)
  })

  it('writes minor units back with the digits of the currency', () => {
    expect(fromMinorUnits(1250n, 'EUR')).toEqual({ amount: '12.50', currency: 'EUR' })
    expect(fromMinorUnits(-5n, 'KWD')).toEqual({ amount: '-0.005', currency: 'KWD' })
    expect(fromMinorUnits(5n, 'JPY')).toEqual({ amount: '5', currency: 'JPY' })
  })

  it('knows what a BIGINT column holds', () => {
    expect(isStorable({ amount: '92233720368547758.07', currency: 'USD' })).toBe(true)
    expect(isStorable({ amount: '92233720368547758.08', currency: 'USD' })).toBe(false)
  })
})

describe('arithmetic', () => {
  it.each([
    ['0.1', 'EUR', '3', '0.30'],
    ['19.99', 'USD', '25', '499.75'],
    ['0.00012345', 'USD', '1000', '0.12'],
    ['1250', 'JPY', '2.5', '3125'],
    ['333.3333', 'JPY', '3', '1000'],
    ['1.2345', 'KWD', '3', '3.704'],
    ['123456789012.12345678', 'USD', '9999999999.99999999', '1234567890121234566565.43'],
  ])('%s %s times %s is %s', (amount, currency, quantity, product) => {
    expect(multiply({ amount, currency }, quantity)).toEqual({ amount: product, currency })
  })

  it('adds amounts of one currency', () => {
    const eur = (amount: string) => ({ amount, currency: 'EUR' })
    expect(sum([eur('0.10'), eur('0.20'), eur('-0.05')])).toEqual(eur('0.25'))
    expect(sum([], 'JPY')).toEqual({ amount: '0', currency: 'JPY' })
  })

  it('refuses mixed currencies, and the sum of nothing in no currency', () => {
    const mixed = [zero('EUR'), zero('USD')]
    expect(() => sum(mixed)).toThrow('Cannot add USD to EUR.')
    expect(() => sum([zero('EUR')], 'USD')).toThrow('Cannot add EUR to USD.')
    expect(() => sum([])).toThrow('needs a currency')
  })
})

describe('properties', () => {
  const currency = fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF')
  const minorUnits = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n })

  it('minor units survive the way through a decimal string', () => {
    fc.assert(
      fc.property(currency, minorUnits, (code, units) => {
        expect(toMinorUnits(fromMinorUnits(units, code))).toBe(units)
      }),
    )
  })

  it('a sum equals the sum of minor units, whatever the order', () => {
    fc.assert(
      fc.property(currency, fc.array(minorUnits, { maxLength: 30 }), (code, units) => {
        const amounts = units.map((one) => fromMinorUnits(one, code))
        const expected = fromMinorUnits(
          units.reduce((a, b) => a + b, 0n),
          code,
        )
        expect(sum(amounts, code)).toEqual(expected)
        expect(sum(amounts.toReversed(), code)).toEqual(expected)
      }),
    )
  })

  it('rounding moves an amount by at most half a minor unit', () => {
    fc.assert(
      fc.property(currency, fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (code, eighths) => {
        const exact = decimal(eighths.toString()).div('100000000')
        const rounded = decimal(roundToCurrency(exact, code).amount)
        const half = decimal('0.5').div(decimal('10').pow(currencyExponent(code)))
        expect(rounded.minus(exact).abs().lessThanOrEqualTo(half)).toBe(true)
      }),
    )
  })
})
