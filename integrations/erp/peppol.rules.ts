import type { Problem } from '../../src/platform/errors.ts'
import { AMOUNT_RULES } from './peppol-amounts.rules.ts'
import { LINE_RULES } from './peppol-lines.rules.ts'
import { named, numberAt } from './peppol-numbers.rules.ts'
import type { PeppolRule, Place, PlacedDocument } from './peppol-rule.ts'
import { findAll, textAt, type XmlElement } from './xml-element.ts'

/** Countries by ISO 3166-1, and EL, by which Greek VAT ids begin. */
const VAT_PREFIXES = new Set(
  `AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BL BJ BM BN BO BR BS BT BV BW BY BZ CA CC
   CD CF CG CH CI CK CL CM CN CO CR CU CV CX CY CZ DE DJ DK DM DO DZ EC EE EG EH EL ER ES ET FI FJ FK FM FO FR GA GB GD
   GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
   KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
   MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RO RS RU RW SA SB SC SD
   SE SG SH SI SJ SK SL SM SN SO SR ST SV SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC
   VE VG VI VN VU WF WS YE YT ZA ZM ZW`.split(/\s+/),
)

interface Transaction {
  id: string
  customization: string
  profiles: readonly string[]
  /** Paths that a document of this kind needs. */
  needed: readonly string[]
}

const profile = (name: string): string => `urn:fdc:peppol.eu:poacc:bis:${name}:3`
const party = (role: string): string[] =>
  ['cbc:EndpointID', 'cac:PartyLegalEntity/cbc:RegistrationName'].map(
    (path) => `cac:${role}/cac:Party/${path}`,
  )

const neededByAll = [
  'cbc:CustomizationID',
  'cbc:ProfileID',
  'cbc:ID',
  'cbc:IssueDate',
  ...party('BuyerCustomerParty'),
  ...party('SellerSupplierParty'),
  'cac:SellerSupplierParty/cac:Party/cac:PostalAddress/cac:Country/cbc:IdentificationCode',
]
const neededWithLines = ['cbc:DocumentCurrencyCode', 'cac:OrderLine/cac:LineItem/cac:Item/cbc:Name']

const TRANSACTIONS: Readonly<Record<string, Transaction>> = {
  Order: {
    id: 'T01',
    customization: 'urn:fdc:peppol.eu:poacc:trns:order:3',
    profiles: ['order_only', 'ordering', 'advanced_ordering'].map(profile),
    needed: [...neededByAll, ...neededWithLines],
  },
  OrderChange: {
    id: 'T114',
    customization: 'urn:fdc:peppol.eu:poacc:trns:order_change:3',
    profiles: [profile('advanced_ordering')],
    needed: [...neededByAll, ...neededWithLines, 'cac:OrderReference/cbc:ID'],
  },
  OrderCancellation: {
    id: 'T115',
    customization: 'urn:fdc:peppol.eu:poacc:trns:order_cancellation:3',
    profiles: [profile('advanced_ordering')],
    needed: [...neededByAll, 'cbc:CancellationNote', 'cac:OrderReference/cbc:ID'],
  },
}

function vatIds(document: PlacedDocument): Place[] {
  return named(document, 'cac:PartyTaxScheme').filter(
    ({ element }) => textAt(element, 'cac:TaxScheme/cbc:ID') === 'VAT',
  )
}

const taxCategories = (document: PlacedDocument) =>
  named(document, 'cac:TaxCategory', 'cac:ClassifiedTaxCategory')

/** What holds for documents with lines, besides lines and amounts. */
const HEAD_RULES: readonly PeppolRule[] = [
  {
    id: 'R002',
    flag: 'WARNING',
    message: 'Say until when the order holds.',
    broken: ({ root, places }) => (textAt(root, 'cac:ValidityPeriod/cbc:EndDate') ? [] : places.slice(0, 1)),
  },
  {
    id: 'R014',
    flag: 'FATAL',
    message: 'Give the originator a name or an id.',
    broken: (document) =>
      named(document, 'cac:OriginatorCustomerParty').filter(
        ({ element }) =>
          !textAt(element, 'cac:Party/cac:PartyName/cbc:Name') &&
          !textAt(element, 'cac:Party/cac:PartyIdentification/cbc:ID'),
      ),
  },
  {
    id: 'R026',
    flag: 'FATAL',
    message: 'Begin VAT ids with the two letters of their country.',
    broken: (document) =>
      vatIds(document).filter(
        ({ element }) => !VAT_PREFIXES.has((textAt(element, 'cbc:CompanyID') ?? '').slice(0, 2)),
      ),
  },
  {
    id: 'R029',
    flag: 'FATAL',
    message: 'Give each tax category its rate, unless the order is outside the scope of tax.',
    broken: (document) =>
      taxCategories(document).filter(
        ({ element }) => !textAt(element, 'cbc:Percent') && textAt(element, 'cbc:ID') !== 'O',
      ),
  },
  {
    id: 'R030',
    flag: 'FATAL',
    message: 'Let a standard rate be above zero.',
    broken: (document) =>
      taxCategories(document).filter(
        ({ element }) =>
          textAt(element, 'cbc:ID') === 'S' && !numberAt(element, 'cbc:Percent').greaterThan(0),
      ),
  },
]

/** What tells a transaction of Peppol apart, and what it cannot do without. */
function identityRules({ customization, profiles, needed }: Transaction): PeppolRule[] {
  return [
    {
      id: 'R031',
      flag: 'FATAL',
      message: `Use a profile of the transaction: ${profiles.join(', ')}.`,
      broken: (document) =>
        named(document, 'cbc:ProfileID').filter(({ element }) => !profiles.includes(element.text)),
    },
    {
      id: 'R034',
      flag: 'FATAL',
      message: `Let the specification begin with ${customization}.`,
      broken: (document) =>
        named(document, 'cbc:CustomizationID').filter(
          ({ element }) => !element.text.startsWith(customization),
        ),
    },
    ...needed.map((path): PeppolRule => ({
      id: 'NEEDED',
      flag: 'FATAL',
      message: `Give ${path}.`,
      broken: ({ root }) => {
        const isThere = findAll(root, path).some(({ text }) => text !== '')
        return isThere ? [] : [{ element: root, path: path.split('/'), parents: [] }]
      },
    })),
  ]
}

function placesOf(element: XmlElement, path: string[], parents: readonly XmlElement[]): Place[] {
  const below = element.children.flatMap((child) => {
    const twins = element.children.filter(({ name }) => name === child.name)
    const step = twins.length > 1 ? [child.name, String(twins.indexOf(child))] : [child.name]
    return placesOf(child, [...path, ...step], [...parents, element])
  })
  return [{ element, path, parents }, ...below]
}

/** How a document breaks a rule; `code` is the rule's id, such as `PEPPOL-T01-R008`. */
export interface PeppolProblem extends Problem {
  flag: PeppolRule['flag']
}

/**
 * What Peppol BIS Ordering 3 has against an Order (T01), OrderChange (T114) or OrderCancellation (T115): their business
 * rules, and what they need at least (`NEEDED`; Peppol numbers those by element). Nothing is known of other documents.
 */
export function peppolProblems(root: XmlElement): PeppolProblem[] {
  const transaction = TRANSACTIONS[root.name]
  if (!transaction) return []
  const document = { root, places: placesOf(root, [], []) }
  const hasLines = root.name !== 'OrderCancellation'
  const rules = [
    ...identityRules(transaction),
    ...(hasLines ? [...HEAD_RULES, ...AMOUNT_RULES, ...LINE_RULES] : []),
  ]
  return rules.flatMap(({ id, flag, message, broken }) =>
    broken(document).map(({ path }) => ({ code: `PEPPOL-${transaction.id}-${id}`, flag, message, path })),
  )
}
