import { decimal, roundToCurrency, zero, type MoneyValue } from '../platform/money.ts'
import type { TaxEstimate, TaxFacts } from '../platform/tax-calculator.ts'

/** Standard rates in percent from a day on, the latest first. Sources: the tax authorities, as of November 2026. */
const STANDARD_RATES: Readonly<Record<string, ReadonlyArray<readonly [from: string, rate: string]>>> = {
  AT: [['2016-01-01', '20']],
  AU: [['2000-07-01', '10']],
  BE: [['1996-01-01', '21']],
  BG: [['1999-01-01', '20']],
  CH: [['2024-01-01', '8.1']],
  CY: [['2014-01-13', '19']],
  CZ: [['2013-01-01', '21']],
  DE: [['2021-01-01', '19']],
  DK: [['1992-01-01', '25']],
  EE: [
    ['2025-07-01', '24'],
    ['2024-01-01', '22'],
  ],
  ES: [['2012-09-01', '21']],
  FI: [
    ['2024-09-01', '25.5'],
    ['2013-01-01', '24'],
  ],
  FR: [['2014-01-01', '20']],
  GB: [['2011-01-04', '20']],
  GR: [['2016-06-01', '24']],
  HR: [['2012-03-01', '25']],
  HU: [['2012-01-01', '27']],
  IE: [['2021-03-01', '23']],
  IT: [['2013-10-01', '22']],
  JP: [['2019-10-01', '10']],
  LT: [['2009-09-01', '21']],
  LU: [['2024-01-01', '17']],
  LV: [['2012-07-01', '21']],
  MT: [['2004-01-01', '18']],
  NL: [['2012-10-01', '21']],
  NO: [['2005-01-01', '25']],
  NZ: [['2010-10-01', '15']],
  PL: [['2011-01-01', '23']],
  PT: [['2011-01-01', '23']],
  RO: [
    ['2025-08-01', '21'],
    ['2017-01-01', '19'],
  ],
  SE: [['1990-07-01', '25']],
  SG: [['2024-01-01', '9']],
  SI: [['2013-07-01', '22']],
  SK: [
    ['2025-01-01', '23'],
    ['2011-01-01', '20'],
  ],
}

const EU: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)

/** The standard rate of a country on a day, in percent; null when it is not in the table. */
export function standardRate(country: string, day: string): string | null {
  return STANDARD_RATES[country]?.find(([from]) => from <= day)?.[1] ?? null
}

/**
 * The built-in calculator: standard rates, and reverse charge between businesses of different EU countries. It knows no
 * reduced rates and no sales tax of US states: those it does not calculate.
 */
export function estimateTax(facts: TaxFacts): TaxEstimate {
  const { sellerCountry, buyerCountry, buyerTaxId, day } = facts
  if (sellerCountry === buyerCountry) return atRate(facts, 'DOMESTIC', standardRate(sellerCountry, day))
  if (!standardRate(sellerCountry, day)) return atRate(facts, 'NOT_CALCULATED', null)
  if (EU.has(sellerCountry) && EU.has(buyerCountry)) {
    if (buyerTaxId === null) return atRate(facts, 'DESTINATION', standardRate(buyerCountry, day))
    const note = `Reverse charge: VAT to be accounted for by the recipient, ${buyerTaxId} (Directive 2006/112/EC, Article 196).`
    return untaxed(facts, { treatment: 'REVERSE_CHARGE', code: 'EU-REVERSE-CHARGE', note })
  }
  return untaxed(facts, {
    treatment: 'OUTSIDE_SCOPE',
    code: `${sellerCountry}-OUTSIDE-SCOPE`,
    note: `Outside the scope of tax in ${sellerCountry}.`,
  })
}

function untaxed({ nets }: TaxFacts, how: Pick<TaxEstimate, 'treatment' | 'code' | 'note'>): TaxEstimate {
  return { ...how, rate: '0', amounts: nets.map(({ currency }) => zero(currency)) }
}

function atRate(
  { nets, sellerCountry, buyerCountry }: TaxFacts,
  treatment: TaxEstimate['treatment'],
  rate: string | null,
): TaxEstimate {
  if (rate === null) return { treatment: 'NOT_CALCULATED', code: null, rate: null, amounts: null, note: null }
  const country = treatment === 'DESTINATION' ? buyerCountry : sellerCountry
  const taxOf = ({ amount, currency }: MoneyValue) =>
    roundToCurrency(decimal(amount).times(rate).div('100'), currency)
  return { treatment, code: `${country}-STANDARD`, rate, amounts: nets.map(taxOf), note: null }
}
