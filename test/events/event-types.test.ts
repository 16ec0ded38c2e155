import { describe, expect, it } from 'vitest'
import { eventTypeProblem, matchesEventType } from '../../src/events/event-types.rules.ts'

describe('a pattern of events', () => {
  it.each([
    ['*', 'order.placed', true],
    ['order.placed', 'order.placed', true],
    ['order.*', 'order.placed', true],
    ['order.*', 'order', false],
    ['order.*', 'order_line.failed', false],
    ['order', 'order.placed', false],
    ['order.placed', 'order.placed_again', false],
  ])('%s matches %s: %s', (pattern, type, expected) => {
    expect(matchesEventType(pattern, type)).toBe(expected)
  })

  const known = ['order.placed', 'ping']
  it.each([
    ['order.placed', undefined],
    ['order.*', undefined],
    ['*', undefined],
    ['ping', undefined],
    ['order.plaeced', 'WEBHOOK_EVENT_TYPE_UNKNOWN'],
    ['invoice.*', 'WEBHOOK_EVENT_TYPE_UNKNOWN'],
    ['order.pl*', 'WEBHOOK_EVENT_TYPE_INVALID'],
    ['*.placed', 'WEBHOOK_EVENT_TYPE_INVALID'],
    ['', 'WEBHOOK_EVENT_TYPE_INVALID'],
    ['Order.placed', 'WEBHOOK_EVENT_TYPE_INVALID'],
  ])('%s is judged %s', (pattern, code) => {
    expect(eventTypeProblem(pattern, known)?.code).toBe(code)
  })
})
