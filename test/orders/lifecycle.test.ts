import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deriveHeaderStatus,
  followLines,
  isEditable,
  isFinal,
  nextLineStatus,
  nextStatus,
  validateTransitions,
} from '../../src/orders/lifecycle.rules.ts'
import * as statuses from '../../src/orders/order-status.ts'
import { OrderLineStatus, OrderStatus } from '../../src/orders/order-status.ts'
import {
  LINE_TRANSITIONS,
  ORDER_TRANSITIONS,
  type LineCommand,
  type OrderCommand,
} from '../../src/orders/order-transitions.ts'

const edits = (status: OrderStatus): Partial<Record<OrderCommand, OrderStatus>> => ({
  orderSelectItems: status,
  orderSetContacts: status,
  orderSetProvisioning: status,
})

const running: Partial<Record<OrderCommand, OrderStatus>> = {
  orderProvideInformation: 'IN_FULFILLMENT',
  'lines.resume': 'IN_FULFILLMENT',
  'lines.await': 'AWAITING_INFORMATION',
  'lines.fulfil': 'FULFILLED',
  'lines.fulfilPartly': 'PARTIALLY_FULFILLED',
  'lines.fail': 'FULFILLMENT_FAILED',
  'lines.cancel': 'CANCELLED',
}

/** The whole life of an order, written out by hand; what is not here is illegal. */
const EXPECTED: Record<OrderStatus, Partial<Record<OrderCommand, OrderStatus>>> = {
  DRAFT: {
    ...edits('DRAFT'),
    'draft.expire': 'EXPIRED',
    orderCancel: 'CANCELLED',
    orderSubmit: 'SUBMITTED',
  },
  SUBMITTED: {
    'number.issue': 'SUBMITTED',
    'routing.require': 'PENDING_APPROVAL',
    'routing.approve': 'APPROVED',
    orderSubmitForApproval: 'PENDING_APPROVAL',
    orderCancel: 'CANCELLED',
  },
  PENDING_APPROVAL: {
    approvalApprove: 'APPROVED',
    approvalReject: 'REJECTED',
    approvalRequestChanges: 'CHANGES_REQUESTED',
    orderWithdraw: 'CHANGES_REQUESTED',
    orderCancel: 'CANCELLED',
    'approval.expire': 'EXPIRED',
    'approval.timeoutReject': 'REJECTED',
    'approval.timeoutReturn': 'CHANGES_REQUESTED',
    'approval.timeoutApprove': 'APPROVED',
  },
  CHANGES_REQUESTED: {
    ...edits('CHANGES_REQUESTED'),
    orderSubmitForApproval: 'SUBMITTED',
    orderCancel: 'CANCELLED',
  },
  APPROVED: { orderCancel: 'CANCELLED', 'fulfillment.start': 'IN_FULFILLMENT' },
  IN_FULFILLMENT: running,
  AWAITING_INFORMATION: running,
  PARTIALLY_FULFILLED: { orderRetry: 'IN_FULFILLMENT', orderCancelRemainingLines: 'FULFILLED' },
  FULFILLMENT_FAILED: { orderRetry: 'IN_FULFILLMENT', orderCancelRemainingLines: 'CANCELLED' },
  FULFILLED: {},
  REJECTED: {},
  CANCELLED: {},
  EXPIRED: {},
}

const COMMANDS = [...new Set(ORDER_TRANSITIONS.map((one) => one.command))]
const STATUSES = Object.values(OrderStatus)

describe('the life of an order', () => {
  it.each(STATUSES)('from %s each command leads where it should or nowhere', (from) => {
    const led = COMMANDS.flatMap((command) => {
      const next = nextStatus(from, command)
      return next.ok ? [[command, next.status]] : []
    })
    expect(Object.fromEntries(led)).toEqual(EXPECTED[from])
  })

  it('answers an illegal command with what is possible instead', () => {
    expect(nextStatus('CHANGES_REQUESTED', 'orderSubmit')).toEqual({
      ok: false,
      problem: {
        code: 'ORDER_INVALID_TRANSITION',
        from: 'CHANGES_REQUESTED',
        command: 'orderSubmit',
        allowed: [
          'orderSelectItems',
          'orderSetContacts',
          'orderSetProvisioning',
          'orderSubmitForApproval',
          'orderCancel',
        ],
        message:
          'An order that is CHANGES_REQUESTED does not permit orderSubmit. Possible now: orderSelectItems, ' +
          'orderSetContacts, orderSetProvisioning, orderSubmitForApproval, orderCancel.',
      },
    })
  })

  it('answers a command on a final order with nothing possible', () => {
    const next = nextStatus('REJECTED', 'approvalApprove')
    expect(next.ok ? null : next.problem.message).toBe(
      'An order that is REJECTED does not permit approvalApprove. Nothing can be done with it any more.',
    )
  })

  it('never leaves a final state and never invents a state, whatever commands come', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...COMMANDS), { maxLength: 60 }), (commands) => {
        let status: OrderStatus = 'DRAFT'
        for (const command of commands) {
          const next = nextStatus(status, command)
          expect(next.ok ? next.status : null).toBe(EXPECTED[status][command] ?? null)
          if (next.ok) {
            expect(isFinal(status)).toBe(false)
            status = next.status
          }
        }
        expect(STATUSES).toContain(status)
      }),
    )
  })

  it('knows the final and the editable states', () => {
    expect(STATUSES.filter(isFinal)).toEqual(['FULFILLED', 'REJECTED', 'CANCELLED', 'EXPIRED'])
    expect(STATUSES.filter(isEditable)).toEqual(['DRAFT', 'CHANGES_REQUESTED'])
  })
})

describe('the life of a line', () => {
  const EXPECTED_LINES: Record<OrderLineStatus, Partial<Record<LineCommand, OrderLineStatus>>> = {
    PENDING: { 'line.queue': 'QUEUED', 'line.cancel': 'CANCELLED' },
    QUEUED: {
      'line.start': 'IN_PROGRESS',
      orderLineFulfil: 'FULFILLED',
      orderLineFail: 'FAILED',
      orderLineRequestInformation: 'AWAITING_INFORMATION',
      'line.cancel': 'CANCELLED',
    },
    IN_PROGRESS: {
      orderLineFulfil: 'FULFILLED',
      orderLineFail: 'FAILED',
      orderLineRequestInformation: 'AWAITING_INFORMATION',
      'line.cancel': 'CANCELLED',
    },
    AWAITING_INFORMATION: {
      orderProvideInformation: 'QUEUED',
      orderLineFail: 'FAILED',
      'line.cancel': 'CANCELLED',
    },
    FAILED: { orderRetry: 'QUEUED', 'line.cancel': 'CANCELLED' },
    FULFILLED: {},
    CANCELLED: {},
  }

  it.each(Object.values(OrderLineStatus))('from %s each command leads where it should or nowhere', (from) => {
    const led = LINE_TRANSITIONS.flatMap(({ command }) => {
      const next = nextLineStatus(from, command)
      return next.ok ? [[command, next.status]] : []
    })
    expect(Object.fromEntries(led)).toEqual(EXPECTED_LINES[from])
  })

  it('names only commands of people as allowed', () => {
    const next = nextLineStatus('QUEUED', 'orderRetry')
    expect(next.ok ? null : next.problem.allowed).toEqual([
      'orderLineFulfil',
      'orderLineFail',
      'orderLineRequestInformation',
    ])
  })
})

describe('what the lines say about the order', () => {
  it.each<[OrderLineStatus[], OrderStatus, string | null]>([
    [[], 'APPROVED', null],
    [['PENDING'], 'APPROVED', null],
    [['PENDING', 'CANCELLED'], 'APPROVED', null],
    [['QUEUED'], 'IN_FULFILLMENT', null],
    [['IN_PROGRESS', 'FAILED'], 'IN_FULFILLMENT', null],
    [['IN_PROGRESS', 'AWAITING_INFORMATION'], 'IN_FULFILLMENT', null],
    [['FULFILLED', 'PENDING'], 'IN_FULFILLMENT', null],
    [['AWAITING_INFORMATION', 'FULFILLED', 'FAILED'], 'AWAITING_INFORMATION', null],
    [['AWAITING_INFORMATION', 'PENDING'], 'AWAITING_INFORMATION', null],
    [['FULFILLED', 'FAILED'], 'PARTIALLY_FULFILLED', null],
    [['FULFILLED', 'FAILED', 'CANCELLED', 'PENDING'], 'PARTIALLY_FULFILLED', null],
    [['FAILED', 'FAILED'], 'FULFILLMENT_FAILED', null],
    [['FAILED', 'CANCELLED'], 'FULFILLMENT_FAILED', null],
    [['FAILED', 'PENDING'], 'FULFILLMENT_FAILED', null],
    [['FULFILLED', 'FULFILLED'], 'FULFILLED', 'COMPLETE'],
    [['FULFILLED', 'CANCELLED'], 'FULFILLED', 'PARTIAL'],
    [['CANCELLED', 'CANCELLED'], 'CANCELLED', null],
  ])('%j is %s with outcome %s', (lines, status, outcome) => {
    expect(deriveHeaderStatus(lines)).toEqual({ status, outcome })
  })

  const lines = fc.array(fc.constantFrom(...Object.values(OrderLineStatus)), { minLength: 1, maxLength: 12 })

  it('does not depend on the order or the number of equal lines', () => {
    fc.assert(
      fc.property(lines, (some) => {
        expect(deriveHeaderStatus(some.toReversed())).toEqual(deriveHeaderStatus(some))
        expect(deriveHeaderStatus([...new Set(some)])).toEqual(deriveHeaderStatus(some))
      }),
    )
  })

  it('is final exactly when every line is, and CANCELLED only when nothing was delivered', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const { status, outcome } = deriveHeaderStatus(some)
        const allSettled = some.every((line) => line === 'FULFILLED' || line === 'CANCELLED')
        expect(isFinal(status)).toBe(allSettled)
        if (status === 'CANCELLED') expect(some).not.toContain('FULFILLED')
        expect(outcome !== null).toBe(status === 'FULFILLED')
      }),
    )
  })

  it('moves a running order along, and no other', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const derived = deriveHeaderStatus(some)
        const status = derived.status === 'APPROVED' ? 'IN_FULFILLMENT' : derived.status
        expect(followLines('IN_FULFILLMENT', some)).toEqual({ ok: true, status, outcome: derived.outcome })
        expect(followLines('AWAITING_INFORMATION', some)).toEqual({
          ok: true,
          status,
          outcome: derived.outcome,
        })
        for (const from of ['DRAFT', 'APPROVED', 'FULFILLED', 'CANCELLED'] as const) {
          expect(followLines(from, some).ok).toBe(false)
        }
      }),
    )
  })

  it('after cancelling what remains agrees with the order table', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const before = deriveHeaderStatus(some).status
        const next = nextStatus(before, 'orderCancelRemainingLines')
        if (!next.ok) return
        const after = some.map((line) => {
          const cancelled = nextLineStatus(line, 'line.cancel')
          return cancelled.ok ? cancelled.status : line
        })
        expect(deriveHeaderStatus(after).status).toBe(next.status)
      }),
    )
  })
})

describe('the check of the tables at start', () => {
  it('finds nothing in ours', () => {
    expect(validateTransitions()).toEqual([])
  })

  it('names states that cannot be reached, dead ends, doubles and exits from final states', () => {
    const rows = [
      { command: 'go', from: ['A'], to: 'B' },
      { command: 'go', from: ['A'], to: 'C' },
      { command: 'stay', from: ['B'], to: 'SAME' },
      { command: 'undo', from: ['Z'], to: 'A' },
      { command: 'end', from: ['C'], to: 'Z' },
    ]
    const table = { states: ['A', 'B', 'C', 'Y', 'Z'], start: 'A', final: ['Z'], rows }
    expect(validateTransitions({ sample: table })).toEqual([
      'sample: Y cannot be reached.',
      'sample: B is a dead end.',
      'sample: Y is a dead end.',
      'sample: undo leaves the final state Z.',
      'sample: go from A is listed twice.',
    ])
  })

  it('every status object has keys equal to its values, as the schema publishes the keys', () => {
    for (const object of Object.values(statuses)) {
      for (const [key, value] of Object.entries(object)) expect(key).toBe(value)
    }
  })
})
