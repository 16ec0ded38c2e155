import { describe, expect, it } from 'vitest'
import type { ParameterDefinition } from '../../src/catalog/parameters.rules.ts'
import { inquiryQuestions, questionName, type AskedLine } from '../../src/orders/inquiry.rules.ts'

const ask = (key: string, scope: ParameterDefinition['scope']): ParameterDefinition => ({
  key,
  label: key,
  type: 'TEXT',
  scope,
  required: true,
  position: 1,
})
const line = (lineNumber: number, ...keys: string[]): AskedLine => ({
  lineNumber,
  item: {
    productName: 'Suite',
    parameters: [ask('tenant', 'ORDER'), ask('vat', 'CUSTOMER'), ask('region', 'LINE')],
  },
  informationRequest: {
    message: 'Which?',
    items: keys.map((key) => ({ key, message: `${key} ${lineNumber}` })),
  },
})

const cases: Array<[what: string, lines: AskedLine[], questions: string[]]> = [
  ['nothing is asked', [], []],
  ['a line without an inquiry', [{ ...line(1), informationRequest: null }], []],
  [
    'a question of the order is asked once, where it is met first',
    [line(1, 'tenant'), line(2, 'tenant')],
    ['order.tenant tenant 1'],
  ],
  ['so is one of the customer', [line(3, 'vat'), line(4, 'vat')], ['order.vat vat 3']],
  [
    'a question of a line is asked for each',
    [line(1, 'region'), line(2, 'region')],
    ['1.region region 1', '2.region region 2'],
  ],
  ['twice for one line is once', [line(1, 'region', 'region')], ['1.region region 1']],
  ['what the line does not know is left out', [line(1, 'elsewhere', 'tenant')], ['order.tenant tenant 1']],
]

describe('what an inquiry asks', () => {
  it.each(cases)('%s', (_, lines, questions) => {
    const found = inquiryQuestions(lines)
    expect(
      found.map(
        ({ lineNumber, definition, message }) => `${questionName(lineNumber, definition.key)} ${message}`,
      ),
    ).toEqual(questions)
  })
})
