import fc from 'fast-check'
import { expect, it } from 'vitest'
import { documentOrder } from '../../../integrations/erp/document-order.ts'
import type { OrderDocument } from '../../../integrations/erp/order-document.ts'
import { peppolProblems } from '../../../integrations/erp/peppol.rules.ts'
import { readXml } from '../../../integrations/erp/read-xml.ts'
import { ublDocument } from '../../../integrations/erp/ubl-document.ts'
import { textAt } from '../../../integrations/erp/xml-element.ts'
import { writeUbl } from '../../../integrations/erp/write-ubl.ts'
import { currencies, exampleSource, randomSource } from './random-order.ts'
import { readUblOrder } from './read-ubl-order.ts'
import { refusedBySchema, whyNot } from './xmllint.ts'

const seed = 20_261_127
const documents = fc.sample(randomSource, { numRuns: 500, seed }).map(documentOrder)
const roots = { ORDER: 'Order', CHANGE: 'OrderChange', CANCELLATION: 'OrderCancellation' } as const
const reason = await whyNot()
if (reason) process.stderr.write(`\nSKIPPED: UBL is not validated against the OASIS schemas: ${reason}\n`)

/** Texts by name, of one kind. */
function written(kind: keyof typeof roots): Map<string, string> {
  return new Map(
    documents.flatMap((document, at) =>
      document.kind === kind ? [[`order-${at}`, writeUbl(document)] as const] : [],
    ),
  )
}

it('500 random orders are of every kind, currency and number of digits', () => {
  expect(new Set(documents.map(({ kind }) => kind))).toEqual(new Set(Object.keys(roots)))
  expect(new Set(documents.map(({ currency }) => currency))).toEqual(new Set(currencies))
  expect(new Set(documents.map(({ currencyDigits }) => currencyDigits))).toEqual(new Set([0, 2, 3]))
  expect(new Set(documents.map(({ type }) => type)).size).toBe(6)
  expect(documents.some(({ lines }) => lines.some(({ details }) => details.coTermDate))).toBe(true)
  expect(documents.some(({ lines }) => lines.some(({ details }) => details.promotionCode))).toBe(true)
  expect(documents.some(({ lines }) => lines.some(({ price }) => price.per !== '1'))).toBe(true)
})

it.skipIf(reason)(
  'E1: 500 random orders are valid UBL 2.1 by the schemas of OASIS',
  async () => {
    const counts: Record<string, number> = {}
    for (const kind of ['ORDER', 'CHANGE', 'CANCELLATION'] as const) {
      const texts = written(kind)
      counts[kind] = texts.size
      expect(await refusedBySchema(roots[kind], texts)).toEqual(new Set())
    }
    process.stdout.write(`xmllint validated ${JSON.stringify(counts)}\n`)
    expect(Object.values(counts).reduce((total, count) => total + count, 0)).toBe(500)
  },
  180_000,
)

it.skipIf(reason)(
  'E1, the control: every one of them fails once it is damaged',
  async () => {
    const damages: ReadonlyArray<readonly [string, (xml: string) => string]> = [
      ['no-buyer', (xml) => xml.replace(/<cac:BuyerCustomerParty>[^]*?<\/cac:BuyerCustomerParty>/, '')],
      ['wrong-day', (xml) => xml.replace(/<cbc:IssueDate>[^<]*</, '<cbc:IssueDate>27.11.2026<')],
      [
        'out-of-order',
        (xml) => xml.replace(/( {2}<cbc:ID>[^]*?<\/cbc:ID>\n)([^]*?<\/cbc:IssueDate>\n)/, '$2$1'),
      ],
      ['unknown', (xml) => xml.replace(/<\/(\w+)>\s*$/, '<cbc:Color>red</cbc:Color></$1>')],
      ['no-seller', (xml) => xml.replace(/<cac:SellerSupplierParty>[^]*?<\/cac:SellerSupplierParty>/, '')],
    ]
    for (const kind of ['ORDER', 'CHANGE', 'CANCELLATION'] as const) {
      const damaged = new Map(
        [...written(kind)].slice(0, 40).map(([name, xml], at) => {
          const [what, damage] = damages[at % damages.length] ?? ['', () => '']
          return [`${name}-${what}`, damage(xml)] as const
        }),
      )
      expect(await refusedBySchema(roots[kind], damaged)).toEqual(new Set(damaged.keys()))
    }
  },
  180_000,
)

it('E2: none of our orders breaks a fatal rule of Peppol, except by three digits, which Peppol does not know', () => {
  for (const document of documents) {
    const problems = peppolProblems(ublDocument(document, true)).filter(({ flag }) => flag === 'FATAL')
    const rules = new Set(problems.map(({ code }) => code.slice(code.lastIndexOf('-') + 1)))
    const hasThree = document.currencyDigits === 3 && document.kind !== 'CANCELLATION'
    // Sums are compared at two digits, too.
    rules.delete(hasThree ? 'R008' : '')
    expect([...rules], document.id).toEqual(hasThree ? ['R028'] : [])
  }
})

it('bears the ids of Peppol exactly where it keeps its rules', () => {
  for (const document of documents) {
    const isSeveral = document.kind === 'CANCELLATION' && document.changes.length > 1
    const isThree = document.currencyDigits === 3 && document.kind !== 'CANCELLATION'
    const profile = textAt(readXml(writeUbl(document)), 'cbc:ProfileID')
    expect(profile !== null, document.id).toBe(!isSeveral && !isThree)
  }
  const unreachable = { ...exampleSource().customer, externalReferences: {} }
  const plain = writeUbl(documentOrder({ ...exampleSource(), customer: unreachable }))
  expect(plain).not.toContain('peppol')
})

/** The fields that UBL has a place for; a cancellation has no lines. */
function mapped(document: OrderDocument) {
  const { type: _type, currencyDigits: _digits, reason, issuedAt, ...rest } = document
  const { kind, id, orderId, externalReference, notes, changes, buyer, seller } = rest
  const at = `${issuedAt.slice(0, 19)}Z`
  const head = { kind, id, orderId, externalReference, notes, buyer, seller, issuedAt: at }
  if (kind === 'CANCELLATION') return { ...head, changes, reason }
  return {
    ...rest,
    ...head,
    changes: changes.slice(0, 1),
    lines: document.lines.map(({ tax: _tax, ...line }) => line),
  }
}

it('E3: what is read from our UBL is what was written, for 500 random orders', () => {
  for (const document of documents) expect(readUblOrder(writeUbl(document))).toEqual(mapped(document))
})

it('writes the order of the examples as this', () => {
  const xml = writeUbl(documentOrder(exampleSource()))
  expect(xml).toContain('<cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3</cbc:CustomizationID>')
  expect(xml).toContain('<cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3</cbc:ProfileID>')
  expect(xml).toContain('<cbc:ID>SO-2026-000042</cbc:ID>')
  expect(xml).toContain('<cbc:Quantity unitCode="C62">25</cbc:Quantity>')
  expect(xml).toContain('<cbc:PriceAmount currencyID="EUR">11.7</cbc:PriceAmount>')
  expect(xml).toContain('<cbc:TaxAmount currencyID="EUR">55.58</cbc:TaxAmount>')
  expect(xml).toContain('<cbc:PayableAmount currencyID="EUR">348.08</cbc:PayableAmount>')
})
