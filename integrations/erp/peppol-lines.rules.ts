import { adjustmentsIn, below0, isNear, named, numberAt, sumAt, within } from './peppol-numbers.rules.ts'
import type { PeppolRule, Place, PlacedDocument } from './peppol-rule.ts'
import { textAt, type XmlElement } from './xml-element.ts'

const UNCL5189 = new Set('41 42 60 62 63 64 65 66 67 68 70 71 88 95 100 102 103 104 105'.split(' '))
const UNCL7161 = new Set(
  `AA AAA AAC AAD AAE AAF AAH AAI AAS AAT AAV AAY AAZ ABA ABB ABC ABD ABF ABK ABL ABN ABR ABS ABT ABU ACF ACG ACH ACI
   ACJ ACK ACL ACM ACS ADC ADE ADJ ADK ADL ADM ADN ADO ADP ADQ ADR ADT ADW ADY ADZ AEA AEB AEC AED AEF AEH AEI AEJ AEK
   AEL AEM AEN AEO AEP AES AET AEU AEV AEW AEX AEY AEZ AJ AU CA CAB CAD CAE CAF CAI CAJ CAK CAL CAM CAN CAO CAP CAQ CAR
   CAS CAT CAU CAV CAW CD CG CS CT DAB DAD DL EG EP ER FAA FAB FAC FC FH FI GAA HAA HD HH IAA IAB ID IF IR IS KO L1 LA
   LAA LAB LF MAE MI ML NAA OA PA PAA PC PL RAB RAC RAD RAF RE RF RH RV SA SAA SAD SAE SAI SG SH SM SU TAB TAC TT TV V1
   V2 WH XAA YY ZZZ`.split(/\s+/),
)

const has = (element: XmlElement, name: string): boolean => textAt(element, name) !== null

/** Charges and allowances of the document and of its lines; those of prices have rules of their own. */
function adjustments(document: PlacedDocument): Place[] {
  return named(document, 'cac:AllowanceCharge').filter(({ parents }) => parents.at(-1)?.name !== 'cac:Price')
}

type Judge = (element: XmlElement, document: PlacedDocument) => boolean

function rule(
  id: string,
  message: string,
  [pick, holds]: [(document: PlacedDocument) => Place[], Judge],
): PeppolRule {
  const broken = (document: PlacedDocument) =>
    pick(document).filter(({ element }) => !holds(element, document))
  return { id, flag: 'FATAL', message, broken }
}

const lines = (document: PlacedDocument) => within(document, 'cac:OrderLine', 'cac:LineItem')

function isBaseTimesPercent(one: XmlElement): boolean {
  if (!has(one, 'cbc:MultiplierFactorNumeric') || !has(one, 'cbc:BaseAmount')) return true
  const share = numberAt(one, 'cbc:BaseAmount').times(numberAt(one, 'cbc:MultiplierFactorNumeric')).div(100)
  return isNear(numberAt(one, 'cbc:Amount'), share)
}

function isPriceTimesQuantity(line: XmlElement): boolean {
  const base = numberAt(line, 'cac:Price/cbc:BaseQuantity', '1')
  const price = numberAt(line, 'cac:Price/cbc:PriceAmount').div(base.isZero() ? 1 : base)
  const gross = numberAt(line, 'cbc:Quantity', '1').times(price)
  const adjusted = gross
    .plus(sumAt(adjustmentsIn(line, 'charges'), 'cbc:Amount'))
    .minus(sumAt(adjustmentsIn(line, 'allowances'), 'cbc:Amount'))
  return isNear(numberAt(line, 'cbc:LineExtensionAmount'), adjusted)
}

function sharingAnId(document: PlacedDocument): Place[] {
  const byId = Map.groupBy(lines(document), ({ element }) => textAt(element, 'cbc:ID'))
  return [...byId.values()].filter((twins) => twins.length > 1).flat()
}

function isNetPrice(price: XmlElement): boolean {
  const base = 'cac:AllowanceCharge/cbc:BaseAmount'
  const net = numberAt(price, base).minus(numberAt(price, 'cac:AllowanceCharge/cbc:Amount'))
  return !has(price, base) || numberAt(price, 'cbc:PriceAmount').equals(net)
}

function reasonCodes(id: string, kind: 'allowance' | 'charge', codes: ReadonlySet<string>): PeppolRule {
  const indicator = String(kind === 'charge')
  const holds: Judge = (one) =>
    textAt(one, 'cbc:ChargeIndicator') !== indicator ||
    codes.has(textAt(one, 'cbc:AllowanceChargeReasonCode') ?? [...codes][0] ?? '')
  const message = `Take the reason of a${kind === 'charge' ? '' : 'n'} ${kind} from UNCL ${kind === 'charge' ? 7161 : 5189}.`
  return rule(id, message, [(document) => named(document, 'cac:AllowanceCharge'), holds])
}

/** The rules about lines, prices, allowances and charges. */
export const LINE_RULES: readonly PeppolRule[] = [
  { id: 'R001', flag: 'FATAL', message: 'Give each line an id that no other has.', broken: sharingAnId },
  {
    id: 'R004',
    flag: 'FATAL',
    message: 'Let no quantity be negative.',
    broken: (document) => below0(within(document, 'cac:LineItem', 'cbc:Quantity')),
  },
  {
    id: 'R013',
    flag: 'WARNING',
    message: 'Give each line a quantity.',
    broken: (document) => lines(document).filter(({ element }) => !has(element, 'cbc:Quantity')),
  },
  rule('R024', 'Let the amount of a line be quantity times price, plus charges, less allowances.', [
    lines,
    isPriceTimesQuantity,
  ]),
  rule('R025', 'Let the base quantity of a price be above zero.', [
    lines,
    (line) => numberAt(line, 'cac:Price/cbc:BaseQuantity', '1').greaterThan(0),
  ]),
  {
    id: 'R005',
    flag: 'FATAL',
    message: 'Let no price be negative.',
    broken: (document) => below0(within(document, 'cac:Price', 'cbc:PriceAmount')),
  },
  rule('R019', 'Let the net price be the gross price less its allowance.', [
    (document) => named(document, 'cac:Price'),
    isNetPrice,
  ]),
  rule('R027', 'Let no gross price be negative.', [
    (document) => named(document, 'cac:Price'),
    (price) => !numberAt(price, 'cac:AllowanceCharge/cbc:BaseAmount').isNegative(),
  ]),
  rule('R033', 'Let no allowance on a price be negative.', [
    (document) => named(document, 'cac:Price'),
    (price) => !numberAt(price, 'cac:AllowanceCharge/cbc:Amount').isNegative(),
  ]),
  rule('R020', 'Give the base amount of an allowance or charge that has a percentage.', [
    (document) => named(document, 'cac:AllowanceCharge'),
    (one) => !has(one, 'cbc:MultiplierFactorNumeric') || has(one, 'cbc:BaseAmount'),
  ]),
  rule('R021', 'Give the percentage of an allowance or charge that has a base amount.', [
    adjustments,
    (one) => has(one, 'cbc:MultiplierFactorNumeric') || !has(one, 'cbc:BaseAmount'),
  ]),
  rule('R022', 'Let an allowance or charge be its base amount times its percentage.', [
    adjustments,
    isBaseTimesPercent,
  ]),
  rule('R023', 'Give each allowance or charge a reason.', [
    adjustments,
    (one) => has(one, 'cbc:AllowanceChargeReason') || has(one, 'cbc:AllowanceChargeReasonCode'),
  ]),
  rule('R032', 'Let no allowance or charge be negative.', [
    adjustments,
    (one) => !numberAt(one, 'cbc:Amount', '-1').isNegative(),
  ]),
  reasonCodes('CL001', 'allowance', UNCL5189),
  reasonCodes('CL002', 'charge', UNCL7161),
]
