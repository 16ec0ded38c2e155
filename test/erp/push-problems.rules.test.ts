import { expect, it } from 'vitest'
import { refusalProblems, unreachableProblem } from '../../src/erp/push-problems.rules.ts'

it('a refusal says what to do: the name to set, or that it is to be retried', () => {
  const item = {
    code: 'ERP_ITEM_UNKNOWN',
    message: 'Say what tryton calls the item "A".',
    path: ['lines', '1', 'sku'],
  }
  const blocked = { code: 'ERP_REFUSED', message: 'tryton: The customer is blocked.', path: [] }
  expect(refusalProblems([item, blocked])).toEqual([
    {
      ...item,
      message:
        'Say what tryton calls the item "A". Set it with erpCrosswalkSet (kind ITEM), or give it this name there; then erpPushRetry.',
    },
    { ...blocked, message: 'tryton: The customer is blocked. Then erpPushRetry.' },
  ])
})

it('no answer says whether it is tried again', () => {
  expect(unreachableProblem('tryton: answered 502', false)).toEqual({
    code: 'ERP_UNREACHABLE',
    message: 'tryton: answered 502. It is tried again by itself.',
    path: [],
  })
  expect(unreachableProblem('tryton: The receiver did not answer in time.', true).message).toBe(
    'tryton: The receiver did not answer in time. It was tried for two days: find out why with erpConnectionTest, then erpPushRetry.',
  )
})
