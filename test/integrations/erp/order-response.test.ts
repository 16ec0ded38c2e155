import { expect, it } from 'vitest'
import { readOrderResponse } from '../../../integrations/erp/read-order-response.ts'

const root = 'urn:oasis:names:specification:ubl:schema:xsd'

interface Said {
  code?: string
  lines?: string
  peppol?: boolean
}

/** As an access point sends it: prefixes of its own. */
function response({ code = 'AP', lines = '', peppol = true }: Said = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<r:OrderResponse xmlns:r="${root}:OrderResponse-2" xmlns:a="${root}:CommonAggregateComponents-2" xmlns:b="${root}:CommonBasicComponents-2">
  ${peppol ? '<b:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order_response:3</b:CustomizationID>' : ''}
  <b:ID>OR-1</b:ID><b:SalesOrderID>S00017</b:SalesOrderID><b:IssueDate>2026-11-27</b:IssueDate>
  <b:OrderResponseCode>${code}</b:OrderResponseCode><b:Note>Thank you &amp; bye</b:Note>
  <b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
  <a:OrderReference><b:ID>SO-2026-000042</b:ID></a:OrderReference>
  <a:Delivery><a:PromisedDeliveryPeriod><b:StartDate>2026-12-01</b:StartDate><b:EndDate>2026-12-02</b:EndDate></a:PromisedDeliveryPeriod></a:Delivery>
  ${lines}
</r:OrderResponse>`
}

const line = (inside: string) => `<a:OrderLine><a:LineItem>${inside}</a:LineItem></a:OrderLine>`
const accepted = line('<b:ID>1</b:ID><b:LineStatusCode>5</b:LineStatusCode>')

it.each([
  ['AP', 'ACCEPTED'],
  ['RE', 'REJECTED'],
  ['AB', 'ACKNOWLEDGED'],
])('reads %s as %s', (code, answer) => {
  expect(readOrderResponse(response({ code }))).toEqual({
    response: {
      id: 'OR-1',
      salesOrderId: 'S00017',
      documentId: 'SO-2026-000042',
      answer,
      note: 'Thank you & bye',
      currency: 'EUR',
      issueDate: '2026-11-27',
      promisedStartDate: '2026-12-01',
      promisedEndDate: '2026-12-02',
      lines: [],
    },
  })
})

it('reads a conditional acceptance line by line, prices to 8 digits', () => {
  const changed = line(`<b:ID>2</b:ID><b:Note>20 only</b:Note><b:LineStatusCode>3</b:LineStatusCode>
    <b:Quantity unitCode="C62">20</b:Quantity>
    <a:Price><b:PriceAmount currencyID="EUR">10</b:PriceAmount><b:BaseQuantity>3</b:BaseQuantity></a:Price>`)
  const read = readOrderResponse(response({ code: 'CA', lines: accepted + changed }))
  expect(read).toMatchObject({
    response: {
      answer: 'CONDITIONALLY_ACCEPTED',
      lines: [
        { lineNumber: 1, answer: 'ACCEPTED', note: null, quantity: null, unitPrice: null },
        { lineNumber: 2, answer: 'CHANGED', note: '20 only', quantity: '20', unitPrice: '3.33333333' },
      ],
    },
  })
})

it('lets plain UBL accept with lines, which Peppol forbids', () => {
  expect(readOrderResponse(response({ lines: accepted, peppol: false }))).toHaveProperty('response')
  expect(readOrderResponse(response({ lines: accepted }))).toEqual({
    problems: [
      {
        code: 'UNEXPECTED_LINES',
        message: 'Answer CA when lines differ: AP, RE and AB have none.',
        path: ['cac:OrderLine'],
      },
    ],
  })
})

const codesAndPaths = (text: string) => {
  const read = readOrderResponse(text)
  return 'problems' in read ? read.problems.map(({ code, path }) => [code, path.join('/')]) : []
}

it.each<[string, string, string[][]]>([
  ['an unknown code', response({ code: 'OK' }), [['UNKNOWN_CODE', 'cbc:OrderResponseCode']]],
  ['a conditional one without lines', response({ code: 'CA' }), [['REQUIRED', 'cac:OrderLine']]],
  [
    'a line twice',
    response({ code: 'CA', lines: accepted + accepted }),
    [['DUPLICATE_LINE', 'cac:OrderLine']],
  ],
  [
    'a line without status, of a negative quantity',
    response({ code: 'CA', lines: line('<b:ID>1</b:ID><b:Quantity>-1</b:Quantity>') }),
    [
      ['REQUIRED', 'cac:OrderLine/0/cac:LineItem/cbc:LineStatusCode'],
      ['INVALID_NUMBER', 'cac:OrderLine/0/cac:LineItem/cbc:Quantity'],
    ],
  ],
  [
    'no order',
    response().replace('<b:ID>SO-2026-000042</b:ID>', ''),
    [['REQUIRED', 'cac:OrderReference/cbc:ID']],
  ],
  ['no day', response().replace('2026-11-27', '27.11.26'), [['INVALID_DATE', 'cbc:IssueDate']]],
  ['another document', response().replaceAll('OrderResponse', 'Order'), [['NOT_AN_ORDER_RESPONSE', '']]],
  ['text that is no XML', 'AP', [['XML_MALFORMED', '']]],
  ['an element that never ends', '<a><b></a>', [['XML_MALFORMED', '']]],
  ['nothing', '', [['XML_MALFORMED', '']]],
])('refuses %s by path', (_, text, problems) => {
  expect(codesAndPaths(text)).toEqual(problems)
})

it('reads no entity: neither files nor ones that multiply', () => {
  const withType = (type: string) => response().replace('?>', `?>${type}`).replace('Thank you', '&x;')
  const file = withType('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
  const laughs = withType('<!DOCTYPE r [<!ENTITY y "ha"><!ENTITY x "&y;&y;&y;&y;">]>')
  expect(codesAndPaths(file)).toEqual([['XML_DOCTYPE_FORBIDDEN', '']])
  expect(codesAndPaths(laughs)).toEqual([['XML_DOCTYPE_FORBIDDEN', '']])
  expect(codesAndPaths(response().replace('Thank you', '&x;'))).toEqual([['XML_MALFORMED', '']])
  expect(codesAndPaths('<a>'.repeat(60) + '</a>'.repeat(60))).toEqual([['XML_TOO_DEEP', '']])
  expect(codesAndPaths(' '.repeat(10_000_001))).toEqual([['XML_TOO_LARGE', '']])
})
