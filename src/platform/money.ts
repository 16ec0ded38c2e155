import { Decimal } from 'decimal.js'

/** An amount of one currency. `amount` is a plain decimal string (`'1234.50'`, never an exponent), `currency` an ISO 4217 code. */
export type MoneyValue = { amount: string; currency: string }

/** How many digits a decimal may carry before and after its point. */
export type DecimalLimits = { integerDigits: number; fractionDigits: number }

/** What NUMERIC(20,8) holds: unit prices. */
export const UNIT_PRICE_LIMITS: DecimalLimits = { integerDigits: 12, fractionDigits: 8 }

/** What NUMERIC(18,8) holds: quantities. */
export const QUANTITY_LIMITS: DecimalLimits = { integerDigits: 10, fractionDigits: 8 }

// decimal.js rounds every product to 20 digits unless told otherwise; a unit price times a quantity needs 38.
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -60, toExpPos: 60 })

// Intl follows CLDR here, which differs from ISO 4217 for several currencies (IQD, LBP, HUF, RSD by version).
const EXPONENTS_OTHER_THAN_TWO: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code): [string, number] => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code): [string, number] => [code, 3]),
  ['CLF', 4],
  ['UYW', 4],
])

// Intl leaves out some ISO 4217 codes, the units of account among them.
const CURRENCIES: ReadonlySet<string> = new Set([
  ...Intl.supportedValuesOf('currency'),
  ...EXPONENTS_OTHER_THAN_TWO.keys(),
])

const LARGEST_MINOR_UNITS = 2n ** 63n - 1n

/** True when `code` is a known ISO 4217 code in upper case. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code)
}

/** The number of minor digits of a currency: JPY 0, EUR 2, KWD 3. Throws RangeError for an unknown code. */
export function currencyExponent(currency: string): number {
  if (!isCurrency(currency)) throw new RangeError(`"${currency}" is not an ISO 4217 currency code.`)
  return EXPONENTS_OTHER_THAN_TWO.get(currency) ?? 2
}

/**
 * Reads a plain decimal such as `12`, `-0.5` or `1234.50`.
 * Answers null for everything else: NaN, exponents, signs other than a leading minus, spaces, too many digits.
 */
export function parseDecimal(text: string, limits: DecimalLimits = UNIT_PRICE_LIMITS): Decimal | null {
  if (text.length > limits.integerDigits + limits.fractionDigits + 2) return null
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return null
  if ((match[1] ?? '').length > limits.integerDigits) return null
  if ((match[2] ?? '').length > limits.fractionDigits) return null
  return new Exact(text)
}

/** An exact decimal for arithmetic (60 digits, HALF_UP). Throws RangeError when `value` is no plain decimal. */
export function decimal(value: string | Decimal): Decimal {
  if (Decimal.isDecimal(value)) return new Exact(value)
  const parsed = parseDecimal(value, { integerDigits: 30, fractionDigits: 20 })
  if (!parsed) throw new RangeError(`"${value.slice(0, 40)}" is not a plain decimal number.`)
  return parsed
}

/** Rounds once to the minor unit of the currency, HALF_UP (a half goes away from zero): 0.125 EUR is 0.13, -0.125 is -0.13. */
export function roundToCurrency(amount: string | Decimal, currency: string): MoneyValue {
  const exponent = currencyExponent(currency)
  // Rounding before printing keeps "-0.00" out.
  return { amount: decimal(amount).toDecimalPlaces(exponent).toFixed(exponent), currency }
}

/** Nothing, in the given currency: `0.00` EUR, `0` JPY. */
export function zero(currency: string): MoneyValue {
  return roundToCurrency('0', currency)
}

/**
 * The amount in the smallest unit of its currency: 12.50 EUR is 1250n, 12 JPY is 12n.
 * Throws RangeError when the amount is finer than the minor unit: such an amount must be rounded first, knowingly.
 */
export function toMinorUnits(money: MoneyValue): bigint {
  const scaled = decimal(money.amount).times(Exact.pow(10, currencyExponent(money.currency)))
  if (!scaled.isInteger()) {
    throw new RangeError(`${money.amount} ${money.currency} is finer than the minor unit; round it first.`)
  }
  return BigInt(scaled.toFixed(0))
}

/** The inverse of {@link toMinorUnits}: 1250n EUR is 12.50. */
export function fromMinorUnits(minorUnits: bigint, currency: string): MoneyValue {
  const scale = Exact.pow(10, currencyExponent(currency))
  return roundToCurrency(new Exact(minorUnits.toString()).div(scale), currency)
}

/** True when the amount fits a PostgreSQL BIGINT of minor units, which is how totals are stored. */
export function isStorable(money: MoneyValue): boolean {
  const minorUnits = toMinorUnits(money)
  return minorUnits <= LARGEST_MINOR_UNITS && minorUnits >= -LARGEST_MINOR_UNITS
}

/** Unit price times quantity, exact, then rounded once to the currency. The unit price may carry 8 fraction digits. */
export function multiply(unitPrice: MoneyValue, quantity: string | Decimal): MoneyValue {
  return roundToCurrency(decimal(unitPrice.amount).times(decimal(quantity)), unitPrice.currency)
}

/**
 * The sum of amounts that are already rounded. All must be of one currency; otherwise throws RangeError.
 * An empty list needs the `currency` argument to say what it is nothing of.
 */
export function sum(values: readonly MoneyValue[], currency?: string): MoneyValue {
  const one = currency ?? values[0]?.currency
  if (one === undefined) throw new RangeError('The sum of no amounts needs a currency.')
  let total = 0n
  for (const value of values) {
    if (value.currency !== one) throw new RangeError(`Cannot add ${value.currency} to ${one}.`)
    total += toMinorUnits(value)
  }
  return fromMinorUnits(total, one)
}
