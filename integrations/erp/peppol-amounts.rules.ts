import { adjustmentsIn, below0, named, numberAt, sumAt, within } from './peppol-numbers.rules.ts'
import type { PeppolRule, Place, PlacedDocument } from './peppol-rule.ts'
import { findAll, textAt, type XmlElement } from './xml-element.ts'

const amountNames = [
  'cbc:Amount',
  'cbc:TaxAmount',
  'cbc:LineExtensionAmount',
  'cbc:PriceAmount',
  'cbc:BaseAmount',
]

function amounts(document: PlacedDocument): Place[] {
  const totals = document.places.filter(
    ({ parents }) => parents.at(-1)?.name === 'cac:AnticipatedMonetaryTotal',
  )
  return [...new Set([...named(document, ...amountNames), ...totals])]
}

const lineItems = (root: XmlElement): XmlElement[] => findAll(root, 'cac:OrderLine/cac:LineItem')

type Sums = (total: XmlElement, root: XmlElement) => boolean

/** A rule about the totals; `holds` judges them. */
function totals(id: string, message: string, holds: Sums): PeppolRule {
  const broken = (document: PlacedDocument) =>
    named(document, 'cac:AnticipatedMonetaryTotal').filter(({ element }) => !holds(element, document.root))
  return { id, flag: 'FATAL', message, broken }
}

const netOf = (total: XmlElement) =>
  numberAt(total, 'cbc:LineExtensionAmount')
    .minus(numberAt(total, 'cbc:AllowanceTotalAmount'))
    .plus(numberAt(total, 'cbc:ChargeTotalAmount'))

function exclusiveOf(total: XmlElement) {
  const stated = textAt(total, 'cbc:TaxExclusiveAmount')
  return stated === null ? netOf(total) : numberAt(total, 'cbc:TaxExclusiveAmount')
}

/** The rules about currency, digits and totals. */
export const AMOUNT_RULES: readonly PeppolRule[] = [
  {
    id: 'R003',
    flag: 'FATAL',
    message: 'State the order in a single currency.',
    broken: (document) => {
      const currency = textAt(document.root, 'cbc:DocumentCurrencyCode')
      return amounts(document).filter(
        ({ element }) => (element.attributes['currencyID'] ?? currency) !== currency,
      )
    },
  },
  {
    id: 'R028',
    flag: 'FATAL',
    message: 'Give amounts at most 2 decimals; only unit prices may have more.',
    broken: (document) =>
      amounts(document).filter(
        ({ element, parents }) =>
          !parents.some(({ name }) => name === 'cac:Price') && (element.text.split('.')[1] ?? '').length > 2,
      ),
  },
  {
    id: 'R006',
    flag: 'FATAL',
    message: 'Let the amount to pay not be negative.',
    broken: (document) => below0(within(document, 'cac:AnticipatedMonetaryTotal', 'cbc:PayableAmount')),
  },
  {
    id: 'R007',
    flag: 'FATAL',
    message: 'Let the sum of the lines not be negative.',
    broken: (document) => below0(within(document, 'cac:AnticipatedMonetaryTotal', 'cbc:LineExtensionAmount')),
  },
  totals('R008', 'Let the sum of the lines be the sum of their amounts.', (total, root) =>
    sumAt(lineItems(root), 'cbc:LineExtensionAmount')
      .toDecimalPlaces(2)
      .equals(numberAt(total, 'cbc:LineExtensionAmount')),
  ),
  totals('R009', 'Let the allowance total be the sum of the allowances of the document.', (total, root) =>
    sumAt(adjustmentsIn(root, 'allowances'), 'cbc:Amount').equals(
      numberAt(total, 'cbc:AllowanceTotalAmount'),
    ),
  ),
  totals('R010', 'Let the charge total be the sum of the charges of the document.', (total, root) =>
    sumAt(adjustmentsIn(root, 'charges'), 'cbc:Amount').equals(numberAt(total, 'cbc:ChargeTotalAmount')),
  ),
  totals('R011', 'Let the total without tax be the lines, less allowances, plus charges.', (total) =>
    exclusiveOf(total).equals(netOf(total)),
  ),
  totals(
    'R016',
    'Let the amount to pay be the total with tax, less what is paid, plus rounding.',
    (total) => {
      const inclusive = numberAt(total, 'cbc:TaxInclusiveAmount')
      const due = inclusive
        .minus(numberAt(total, 'cbc:PrepaidAmount'))
        .plus(numberAt(total, 'cbc:PayableRoundingAmount'))
      return inclusive.isZero() || numberAt(total, 'cbc:PayableAmount').equals(due)
    },
  ),
  totals('R017', 'Let the total with tax be the total without it, plus the tax.', (total, root) => {
    const inclusive = numberAt(total, 'cbc:TaxInclusiveAmount')
    const gross = exclusiveOf(total).plus(numberAt(root, 'cac:TaxTotal/cbc:TaxAmount'))
    return inclusive.isZero() || findAll(root, 'cac:TaxTotal').length === 0 || inclusive.equals(gross)
  }),
]
