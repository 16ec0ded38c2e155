import type { Decimal } from 'decimal.js'
import { decimal, parseDecimal } from '../../src/platform/money.ts'
import type { Place, PlacedDocument } from './peppol-rule.ts'
import { findAll, textAt, type XmlElement } from './xml-element.ts'

const limits = { integerDigits: 30, fractionDigits: 20 }

/** The number that an element holds; null when it holds none. */
function numberOf(text: string | null): Decimal | null {
  return text === null ? null : parseDecimal(text, limits)
}

/** The number at the end of a path; `otherwise` when it is missing or none. */
export function numberAt(from: XmlElement, path: string, otherwise = '0'): Decimal {
  return numberOf(textAt(from, path)) ?? decimal(otherwise)
}

/** The sum of the numbers at the end of a path. */
export function sumAt(from: readonly XmlElement[], path: string): Decimal {
  return from.reduce((total, one) => total.plus(numberAt(one, path)), decimal('0'))
}

/** The charges, or the allowances, right in an element. */
export function adjustmentsIn(from: XmlElement, kind: 'charges' | 'allowances'): XmlElement[] {
  const indicator = kind === 'charges' ? 'true' : 'false'
  return findAll(from, 'cac:AllowanceCharge').filter(
    (one) => textAt(one, 'cbc:ChargeIndicator') === indicator,
  )
}

/** True when two numbers are at most 0.02 apart, which Peppol forgives. */
export function isNear(one: Decimal, other: Decimal): boolean {
  return one.minus(other).abs().lessThanOrEqualTo('0.02')
}

/** Elements of these names whose numbers are negative, or no numbers. */
export function below0(places: readonly Place[]): Place[] {
  return places.filter(({ element }) => numberOf(element.text)?.isNegative() ?? true)
}

/** All elements of a name, anywhere. */
export function named({ places }: PlacedDocument, ...names: readonly string[]): Place[] {
  return places.filter(({ element }) => names.includes(element.name))
}

/** All elements of a name that stand right in one of another. */
export function within(document: PlacedDocument, parent: string, name: string): Place[] {
  return named(document, name).filter(({ parents }) => parents.at(-1)?.name === parent)
}
