import { describe, expect, it } from 'vitest'
import type { LineAnswer, OrderResponse } from '../../src/orders/order-response-port.ts'
import {
  answeredDocuments,
  stepsOfResponse,
  type AnsweredOrder,
} from '../../src/orders/order-response.rules.ts'

const line = (lineNumber: number | null, answer: LineAnswer, note: string | null = null) => ({
  lineNumber,
  answer,
  note,
  quantity: null,
  unitPrice: null,
})

const response = (
  answer: OrderResponse['answer'],
  lines: OrderResponse['lines'] = [],
  note: string | null = null,
): OrderResponse => ({
  id: 'OR-1',
  salesOrderId: 'S17',
  documentId: 'SO-1',
  answer,
  note,
  currency: 'EUR',
  issueDate: '2026-11-27',
  promisedStartDate: null,
  promisedEndDate: null,
  lines,
})

const waiting: AnsweredOrder = { status: 'PENDING_APPROVAL', lines: [{ lineNumber: 1, status: 'PENDING' }] }
const running: AnsweredOrder = {
  status: 'IN_FULFILLMENT',
  lines: [
    { lineNumber: 1, status: 'IN_PROGRESS' },
    { lineNumber: 2, status: 'QUEUED' },
    { lineNumber: 3, status: 'FULFILLED' },
  ],
}
const over: AnsweredOrder = { status: 'FULFILLED', lines: [{ lineNumber: 1, status: 'FULFILLED' }] }

describe('a document', () => {
  it.each([
    ['SO-1', [['SO-1', 1, false]]],
    [
      'SO-1-R3',
      [
        ['SO-1-R3', 1, false],
        ['SO-1', 3, false],
      ],
    ],
    [
      'SO-1-C',
      [
        ['SO-1-C', 1, false],
        ['SO-1', 1, true],
      ],
    ],
    [
      'SO-1-R2-C',
      [
        ['SO-1-R2-C', 1, false],
        ['SO-1-R2', 1, true],
        ['SO-1', 2, true],
      ],
    ],
    ['-C', [['-C', 1, false]]],
  ])('%s is read as the longest number first', (documentId, readings) => {
    expect(
      answeredDocuments(documentId).map((one) => [one.orderNumber, one.revision, one.isCancellation]),
    ).toEqual(readings)
  })
})

describe('a response', () => {
  const decided = (decision: string, comment: string | null, lineNumbers: number[] = []) => [
    { kind: 'DECIDE', decision, comment, lineNumbers },
  ]
  const fulfilled = (lineNumber: number) => ({
    kind: 'FULFIL',
    lineNumber,
    vendorReference: `S17/${lineNumber}`,
  })
  const failed = (lineNumber: number, message: string) => ({ kind: 'FAIL', lineNumber, message })
  const silent = 'Not accepted by the receiver, in its response OR-1.'

  it.each([
    ['acknowledged, waiting', response('ACKNOWLEDGED'), waiting, []],
    ['accepted, waiting', response('ACCEPTED', [], 'Fine'), waiting, decided('APPROVE', 'Fine')],
    ['rejected, waiting', response('REJECTED', [], 'No budget'), waiting, decided('REJECT', 'No budget')],
    ['rejected without a word, waiting', response('REJECTED'), waiting, decided('REJECT', silent)],
    [
      'conditionally accepted, waiting',
      response('CONDITIONALLY_ACCEPTED', [line(1, 'ACCEPTED'), line(2, 'CHANGED', '20 only')], 'Nearly'),
      waiting,
      decided('REQUEST_CHANGES', 'Nearly Line 2: 20 only', [2]),
    ],
    ['acknowledged, running', response('ACKNOWLEDGED'), running, []],
    ['accepted, running', response('ACCEPTED'), running, []],
    ['rejected, running', response('REJECTED', [], 'Gone'), running, [failed(1, 'Gone'), failed(2, 'Gone')]],
    [
      'by line, running',
      response('CONDITIONALLY_ACCEPTED', [
        line(1, 'ALREADY_DELIVERED'),
        line(2, 'NOT_ACCEPTED', 'No stock'),
        line(3, 'ALREADY_DELIVERED'),
      ]),
      running,
      [fulfilled(1), failed(2, 'No stock')],
    ],
    [
      'accepted by line, running',
      response('ACCEPTED', [line(2, 'ALREADY_DELIVERED')]),
      running,
      [fulfilled(2)],
    ],
    ['accepted, over', response('ACCEPTED'), over, []],
  ])('%s', (_what, said, order, steps) => {
    expect(stepsOfResponse(said, order)).toEqual({ steps, problems: [] })
  })

  it.each([
    [
      'an unknown line',
      response('ACCEPTED', [line(9, 'ACCEPTED')]),
      running,
      'LINE_NOT_FOUND',
      ['lines', '0'],
    ],
    [
      'a line of nobody',
      response('ACCEPTED', [line(null, 'ACCEPTED')]),
      running,
      'LINE_NOT_FOUND',
      ['lines', '0'],
    ],
    [
      'another quantity',
      response('CONDITIONALLY_ACCEPTED', [line(1, 'ACCEPTED'), line(2, 'CHANGED')]),
      running,
      'ORDER_RESPONSE_CHANGES',
      ['lines', '1'],
    ],
    ['a rejection of what is over', response('REJECTED'), over, 'ORDER_RESPONSE_TOO_LATE', []],
  ])('is not followed with %s', (_what, said, order, code, path) => {
    const { steps, problems } = stepsOfResponse(said, order)
    expect(steps).toEqual([])
    expect(problems).toMatchObject([{ code, path }])
  })
})
