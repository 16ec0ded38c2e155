import { expect, it } from 'vitest'
import { documentOrder } from '../../../integrations/erp/document-order.ts'
import { peppolProblems } from '../../../integrations/erp/peppol.rules.ts'
import { readXml } from '../../../integrations/erp/read-xml.ts'
import { writeUbl } from '../../../integrations/erp/write-ubl.ts'
import { exampleOrder } from '../../../src/orders/order-snapshot.schema.ts'
import { exampleSource } from './random-order.ts'

const money = (amount: string) => ({ amount, currency: 'EUR' })
const line = { ...exampleOrder.lines[0], setupFee: money('50.00') } as (typeof exampleOrder.lines)[number]
const promoted = {
  ...line,
  lineNumber: 2,
  setupFee: money('0.00'),
  promotion: {
    id: 'prm_1',
    code: 'SPRING',
    name: 'Spring',
    percentOff: '10',
    components: ['RECURRING' as const],
    billingPeriods: null,
  },
  discount: {
    discountedLineTotal: money('263.25'),
    firstInvoiceDiscount: money('29.25'),
    contractDiscount: money('351.00'),
    recurringAmountAfter: money('263.25'),
    endsOn: null,
  },
}
// Nets: 292.50 + 50.00 = 342.50, and 292.50 - 29.25 = 263.25; together 605.75, with 19 % (65.08 + 50.02) 720.85.
const order = writeUbl(documentOrder(exampleSource({ lines: [line, promoted] })))

const codesOf = (xml: string) => [...new Set(peppolProblems(readXml(xml)).map(({ code }) => code))]

const charge = (inside: string) =>
  `<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>${inside}</cac:AllowanceCharge>`
const beforePrice = (xml: string, what: string) => xml.replace('<cac:Price>', `${what}<cac:Price>`)
const inPrice = (xml: string, what: string) => xml.replace('</cac:Price>', `${what}</cac:Price>`)
const onPrice = (amount: string, base: string) =>
  `<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">${amount}</cbc:Amount>
   <cbc:BaseAmount currencyID="EUR">${base}</cbc:BaseAmount></cac:AllowanceCharge>`
const amount = (name: string, text: string) => (xml: string) =>
  xml.replace(new RegExp(`(<cbc:${name} currencyID="EUR">)[^<]*<`), `$1${text}<`)

it('the order that is damaged below keeps every rule', () => {
  expect(order).toContain('<cbc:PayableAmount currencyID="EUR">720.85</cbc:PayableAmount>')
  expect(codesOf(order)).toEqual([])
})

it.each<[string, (xml: string) => string]>([
  ['R001', (xml) => xml.replace('<cbc:ID>2</cbc:ID>', '<cbc:ID>1</cbc:ID>')],
  ['R002', (xml) => xml.replace(/<cac:ValidityPeriod>[^]*?<\/cac:ValidityPeriod>/, '')],
  ['R003', (xml) => xml.replace('PayableAmount currencyID="EUR"', 'PayableAmount currencyID="USD"')],
  ['R004', (xml) => xml.replace('unitCode="C62">25<', 'unitCode="C62">-25<')],
  ['R005', amount('PriceAmount', '-11.7')],
  ['R006', amount('PayableAmount', '-720.85')],
  ['R007', (xml) => xml.replace('>605.75</cbc:LineExtensionAmount>', '>-605.75</cbc:LineExtensionAmount>')],
  ['R008', (xml) => xml.replace('>605.75</cbc:LineExtensionAmount>', '>605.74</cbc:LineExtensionAmount>')],
  [
    'R009',
    (xml) =>
      xml.replace(
        '<cbc:PayableAmount',
        '<cbc:AllowanceTotalAmount currencyID="EUR">1.00</cbc:AllowanceTotalAmount>$&',
      ),
  ],
  [
    'R010',
    (xml) =>
      xml.replace(
        '<cbc:PayableAmount',
        '<cbc:ChargeTotalAmount currencyID="EUR">1.00</cbc:ChargeTotalAmount>$&',
      ),
  ],
  ['R011', amount('TaxExclusiveAmount', '605.76')],
  ['R013', (xml) => xml.replace('<cbc:Quantity unitCode="C62">25</cbc:Quantity>', '')],
  [
    'R014',
    (xml) =>
      xml.replace(
        '<cac:AccountingCustomerParty>',
        '<cac:OriginatorCustomerParty><cac:Party><cac:Contact><cbc:Name>Ada</cbc:Name></cac:Contact></cac:Party></cac:OriginatorCustomerParty>$&',
      ),
  ],
  ['R016', amount('PayableAmount', '720.84')],
  ['R017', amount('TaxAmount', '115.11')],
  ['R019', (xml) => inPrice(xml, onPrice('1', '11.7'))],
  ['R020', (xml) => beforePrice(xml, charge('<cbc:MultiplierFactorNumeric>5</cbc:MultiplierFactorNumeric>'))],
  ['R021', (xml) => beforePrice(xml, charge('<cbc:BaseAmount currencyID="EUR">5.00</cbc:BaseAmount>'))],
  [
    'R022',
    (xml) =>
      beforePrice(
        xml,
        charge(`<cbc:MultiplierFactorNumeric>5</cbc:MultiplierFactorNumeric><cbc:Amount currencyID="EUR">9.00</cbc:Amount>
          <cbc:BaseAmount currencyID="EUR">100.00</cbc:BaseAmount>`),
      ),
  ],
  [
    'R023',
    (xml) => xml.replace(/<cbc:AllowanceChargeReason(Code)?>[^<]*<\/cbc:AllowanceChargeReason(Code)?>/g, ''),
  ],
  ['R024', (xml) => xml.replace('>342.50</cbc:LineExtensionAmount>', '>342.53</cbc:LineExtensionAmount>')],
  ['R025', (xml) => inPrice(xml, '<cbc:BaseQuantity unitCode="C62">0</cbc:BaseQuantity>')],
  ['R026', (xml) => xml.replace('<cbc:CompanyID>DE136695976', '<cbc:CompanyID>136695976')],
  ['R027', (xml) => inPrice(xml, onPrice('0', '-1'))],
  ['R028', amount('TaxAmount', '115.100')],
  ['R029', (xml) => xml.replace('<cbc:Percent>19</cbc:Percent>', '')],
  ['R030', (xml) => xml.replace('<cbc:Percent>19<', '<cbc:Percent>0<')],
  ['R031', (xml) => xml.replace('bis:ordering:3', 'bis:billing:3')],
  ['R032', amount('Amount', '-50.00')],
  ['R033', (xml) => inPrice(xml, onPrice('-1', '10.7'))],
  ['R034', (xml) => xml.replace('trns:order:3', 'trns:order:2')],
  ['CL001', (xml) => xml.replace('ReasonCode>95<', 'ReasonCode>96<')],
  ['CL002', (xml) => xml.replace('ReasonCode>SU<', 'ReasonCode>XX<')],
  ['NEEDED', (xml) => xml.replace(/<cbc:EndpointID[^]*?<\/cbc:EndpointID>/, '')],
])('E2: a document that breaks %s is refused with its id', (rule, damage) => {
  const damaged = damage(order)
  expect(damaged).not.toBe(order)
  expect(codesOf(damaged)).toContain(`PEPPOL-T01-${rule}`)
})

it('says where a rule is broken', () => {
  const damaged = order.replace('<cbc:ID>2</cbc:ID>', '<cbc:ID>1</cbc:ID>')
  expect(peppolProblems(readXml(damaged))).toEqual(
    ['0', '1'].map((at) => ({
      code: 'PEPPOL-T01-R001',
      flag: 'FATAL',
      message: 'Give each line an id that no other has.',
      path: ['cac:OrderLine', at, 'cac:LineItem'],
    })),
  )
})

it('names the transaction of changes and cancellations', () => {
  const change = writeUbl(documentOrder(exampleSource({ revision: 2 })))
  expect(codesOf(change)).toEqual([])
  expect(codesOf(amount('PayableAmount', '1.00')(change))).toEqual(['PEPPOL-T114-R016'])
  const cancellation = writeUbl(documentOrder(exampleSource({ status: 'CANCELLED' })))
  expect(codesOf(cancellation)).toEqual([])
  expect(codesOf(cancellation.replace('advanced_ordering', 'ordering'))).toEqual(['PEPPOL-T115-R031'])
})
