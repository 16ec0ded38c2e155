import { describe, expect, it } from 'vitest'
import { filterProblems, passes, type WebhookFilter } from '../../src/webhooks/webhook-filter.rules.ts'

const message = {
  type: 'order.fulfilled',
  subject: { type: 'order', id: 'ord_1', version: 7 },
  data: {
    order: {
      status: 'FULFILLED',
      purchaseOrderNumber: null,
      isTrial: false,
      totals: { firstInvoiceTotal: { amount: '1000.00', currency: 'EUR' } },
      lines: [
        { vendorKey: 'microsoft', quantity: '25' },
        { vendorKey: 'acronis', quantity: '3' },
      ],
    },
  },
}

const at = (path: string, operator: string, ...values: string[]) =>
  ({ path, operator, values }) as WebhookFilter
const amount = 'data.order.totals.firstInvoiceTotal.amount'

describe('a filter lets a message pass', () => {
  it.each<[what: string, filter: WebhookFilter, isPassed: boolean]>([
    ['whose text is among those named', at('data.order.status', 'ANY_OF', 'REJECTED', 'FULFILLED'), true],
    ['not when it is another', at('data.order.status', 'ANY_OF', 'fulfilled'), false],
    ['whose text is none of those named', at('data.order.status', 'NONE_OF', 'REJECTED'), true],
    ['when any item of a list fits', at('data.order.lines.vendorKey', 'ANY_OF', 'acronis'), true],
    [
      'not when an excluded one is in the list',
      at('data.order.lines.vendorKey', 'NONE_OF', 'acronis'),
      false,
    ],
    ['whose amount is exactly the limit of at least', at(amount, 'AT_LEAST', '1000'), true],
    ['not at the limit of more than', at(amount, 'MORE_THAN', '1000.00'), false],
    ['not under the limit of at least', at(amount, 'AT_LEAST', '1000.01'), false],
    ['at the limit of at most', at(amount, 'AT_MOST', '1000.000'), true],
    ['not at the limit of less than', at(amount, 'LESS_THAN', '1000'), false],
    ['when the number of any item fits', at('data.order.lines.quantity', 'LESS_THAN', '5'), true],
    ['not when a text is compared as a number', at('data.order.status', 'AT_LEAST', '0'), false],
    ['when a boolean is said as text', at('data.order.isTrial', 'ANY_OF', 'false'), true],
    ['by what is outside of data', at('subject.version', 'AT_LEAST', '7'), true],
    ['when something is there', at('data.order.status', 'EXISTS'), true],
    ['not when it is null', at('data.order.purchaseOrderNumber', 'EXISTS'), false],
    ['not when there is no such place', at('data.nothing.here', 'ANY_OF', 'undefined'), false],
    ['when nothing that is excluded can be there', at('data.nothing', 'NONE_OF', 'x'), true],
    ['not by what every object inherits', at('data.constructor', 'EXISTS'), false],
    ['all', { all: [at('type', 'EXISTS'), at('type', 'NONE_OF', 'order.fulfilled')] }, false],
    ['any', { any: [at('type', 'EXISTS'), at('type', 'NONE_OF', 'order.fulfilled')] }, true],
    ['not', { not: at('type', 'EXISTS') }, false],
  ])('%s', (_what, filter, isPassed) => {
    expect(passes(filter, message)).toBe(isPassed)
  })
})

describe('a filter is refused', () => {
  const codes = (filter: WebhookFilter) =>
    filterProblems(filter, ['filter']).map(({ code, path }) => [code, path.join('.')])
  const deep = (levels: number): WebhookFilter =>
    levels === 0 ? at('type', 'EXISTS') : { not: deep(levels - 1) }

  it.each<[what: string, filter: WebhookFilter, found: Array<[string, string]>]>([
    ['without a word', at('', 'EXISTS'), [['FILTER_PATH_INVALID', 'filter.path']]],
    ['with a place that is none', at('data..order', 'EXISTS'), [['FILTER_PATH_INVALID', 'filter.path']]],
    ['with an index', at('data.lines[0]', 'EXISTS'), [['FILTER_PATH_INVALID', 'filter.path']]],
    ['without texts to compare', at('type', 'ANY_OF'), [['VALUE_INVALID', 'filter.values']]],
    ['with two numbers', at('type', 'AT_LEAST', '1', '2'), [['VALUE_INVALID', 'filter.values']]],
    ['with a number that is none', at('type', 'AT_LEAST', '1e3'), [['VALUE_INVALID', 'filter.values']]],
    [
      'with values where nothing is compared',
      at('type', 'EXISTS', 'x'),
      [['VALUE_INVALID', 'filter.values']],
    ],
    ['with an empty branch', { all: [] }, [['FILTER_EMPTY', 'filter']]],
    [
      'with all its faults at once',
      { any: [at('', 'EXISTS'), { not: at('type', 'ANY_OF') }] },
      [
        ['FILTER_PATH_INVALID', 'filter.any.0.path'],
        ['VALUE_INVALID', 'filter.any.1.not.values'],
      ],
    ],
    ['six deep, not at all', deep(5), []],
    ['seven deep', deep(6), [['FILTER_TOO_LARGE', 'filter']]],
    [
      'with 51 comparisons',
      { any: Array.from({ length: 51 }, () => at('type', 'EXISTS')) },
      [['FILTER_TOO_LARGE', 'filter']],
    ],
  ])('%s', (_what, filter, found) => {
    expect(codes(filter)).toEqual(found)
  })
})
