import type { MoneyValue } from './money.ts'

/** What tax on an amount is judged by. */
export interface TaxFacts {
  /** ISO 3166-1 alpha-2 countries of the seller's legal entity and of the bill-to address. */
  sellerCountry: string
  buyerCountry: string
  /** VAT or tax id of the buyer; null: not known to be a business. */
  buyerTaxId: string | null
  /** The day of supply, `yyyy-mm-dd`. */
  day: string
  /** Net amounts, one per line; tax is rounded once for each. */
  nets: readonly MoneyValue[]
}

/**
 * How a supply is taxed. DOMESTIC: at the rate of the seller's country. REVERSE_CHARGE: the buyer accounts for it.
 * DESTINATION: to a consumer in another country of the EU, at the rate there. OUTSIDE_SCOPE: no tax of the seller's
 * country. NOT_CALCULATED: the rates are not known here.
 */
export type TaxTreatment = 'DOMESTIC' | 'REVERSE_CHARGE' | 'DESTINATION' | 'OUTSIDE_SCOPE' | 'NOT_CALCULATED'

/** What the tax would be. */
export interface TaxEstimate {
  treatment: TaxTreatment
  /** Stable, such as `DE-STANDARD` or `EU-REVERSE-CHARGE`; null when not calculated. */
  code: string | null
  /** Percent as a decimal string; null when not calculated. */
  rate: string | null
  /** One per net amount; null when not calculated. */
  amounts: MoneyValue[] | null
  /** What the invoice must say, such as the mention of the reverse charge; null: nothing. */
  note: string | null
}

/** Estimates tax. It is called inside a transaction: it must answer at once and call nobody. */
export type TaxCalculator = (facts: TaxFacts) => TaxEstimate
